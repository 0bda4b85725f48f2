// A number or identifier: left to right and in even letters, whatever stands around it.
import './identifier.css'

export function Identifier({ children }: { children: string }) {
  return (
    <bdi dir="ltr" className="identifier">
      {children}
    </bdi>
  )
}
