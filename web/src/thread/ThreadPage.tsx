// A thread at its own address, for a colleague too: each sees what his rights allow.
import { useLocation, useParams } from 'wouter'
import ThreadPane from './ThreadPane'

export default function ThreadPage() {
  const { id = '' } = useParams<{ id: string }>()
  const [, go] = useLocation()
  return (
    <div className="record-page">
      <ThreadPane
        id={id}
        onUnread={() => {
          go('/inbox?kind=unread')
        }}
      />
    </div>
  )
}
