// The node's own short reasons are said in words; everything else is somebody's text.
import { useFurther } from '../words/further'

/** As the catalogue calls it: a word's name has neither blanks nor dots. */
export const named = (reason: string): string => `audit-reason-${reason.replaceAll(' ', '-')}`

export function Reason({ text }: { text: string }) {
  const t = useFurther('reason')
  const [, file, number = ''] = /^(attachment|original) (\d+)$/.exec(text) ?? []
  const word = file ? t(named(`${file} number`), { number }, text) : t(named(text), {}, text)
  return <bdi className="remark">{word}</bdi>
}
