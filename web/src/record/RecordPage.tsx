// A record at its own address, for a colleague too: each sees what his rights allow.
import { useParams } from 'wouter'
import RecordPane from './RecordPane'

export default function RecordPage() {
  const { owner = '', id = '' } = useParams<{ owner: string; id: string }>()
  return (
    <div className="record-page">
      <RecordPane owner={owner} id={id} />
    </div>
  )
}
