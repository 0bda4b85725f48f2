// What a revision changed: the sentences that went, those that came, and its conditions.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import client, { answer } from '../node/client'
import { usePurpose } from '../node/purpose'
import type { View } from '../node/shape'
import { useLabel } from '../parts/label'
import { ProblemNote, Waiting } from '../parts/Note'
import { useReader } from '../words/Words'
import { changes } from './change'

/** An earlier revision. Reading it is recorded as any reading: only a person does it. */
function useEarlier({ owner, id, revision }: View['header']) {
  const purpose = usePurpose()
  const { language } = useReader().setting
  return useQuery({
    queryKey: ['record', purpose, owner, id, language, revision - 1],
    queryFn: () =>
      answer<View>(
        client.GET('/api/v1/records/{owner}/{id}', {
          params: { path: { owner, id }, query: { language, revision: revision - 1 } },
        }),
      ),
    enabled: false,
    staleTime: Infinity,
    retry: false,
  })
}

export function History({ view }: { view: View }) {
  const { t, write } = useReader()
  const { header } = view
  const earlier = useEarlier(header)
  if (header.revision < 2) return null
  return (
    <section className="connections">
      <h2>{t('history')}</h2>
      {earlier.isFetching && <Waiting />}
      {earlier.error && <ProblemNote error={earlier.error} />}
      {earlier.data ? (
        <Changes before={earlier.data} after={view} />
      ) : (
        <p className="look">
          <Button variant="default" onClick={() => void earlier.refetch()}>
            {t('history-look', { revision: write.number(header.revision - 1) })}
          </Button>
        </p>
      )}
    </section>
  )
}

function Changes({ before, after }: { before: View; after: View }) {
  const { t } = useReader()
  const conditions = useConditions()
  const said = (view: View) => [...view.content, ...conditions(view)]
  const found = changes(said(before), said(after))
  if (found.every(({ is }) => is === 'kept')) {
    return <p className="remark">{t('history-same')}</p>
  }
  return (
    <ul className="changes">
      {found.map(({ is, text }, at) => (
        <li key={at} className={is}>
          {is === 'gone' && <del>{text}</del>}
          {is === 'new' && <ins>{text}</ins>}
          {is === 'kept' && text}
        </li>
      ))}
    </ul>
  )
}

/** The conditions of a revision, in words. */
function useConditions(): (view: View) => string[] {
  const { t, write } = useReader()
  const level = useLabel('level')
  const code = useLabel('handling-code')
  const purpose = useLabel('purpose')
  return ({ header: { handling, evaluation, purposes, expiry } }) => [
    `${t('handling')}: ${[level(handling.level), ...(handling.codes ?? []).map(code)].join(' · ')}`,
    `${t('purposes')}: ${purposes.map(purpose).join(' · ')}`,
    ...(evaluation ? [`${t('evaluation')}: ${evaluation.source}${evaluation.information}`] : []),
    `${t('until')}: ${write.day(expiry)}`,
  ]
}
