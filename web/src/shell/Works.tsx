// Long work that was left: it goes on, says how far it is, and what it came to.
import { explain } from '../parts/Note'
import { Identifier } from '../parts/Identifier'
import { dismiss, useWorks, type Work } from '../node/work'
import { useReader } from '../words/Words'
import './works.css'

export function Works() {
  const works = useWorks()
  if (works.length === 0) return null
  return (
    <ul className="works" role="status">
      {works.map((work) => (
        <Item key={work.id} work={work} />
      ))}
    </ul>
  )
}

function Item({ work }: { work: Work }) {
  const { t, write } = useReader()
  const { id, state, word, bytes, file, said, error } = work
  return (
    <li>
      <strong>{t(word)}</strong>{' '}
      {state === 'going' &&
        (bytes > 0
          ? t('work-going', { size: write.number(Math.ceil(bytes / 1_000)) })
          : t('work-goes-on'))}
      {said && t(said.word, said.args)}
      {file !== undefined && (
        <>
          {t('export-kept')} <Identifier>{file}</Identifier>
        </>
      )}
      {state === 'failed' && explain(t, error).title}{' '}
      <button
        type="button"
        className="text-button"
        onClick={() => {
          dismiss(id)
        }}
      >
        {t(state === 'going' ? 'work-stop' : 'work-dismiss')}
      </button>
    </li>
  )
}
