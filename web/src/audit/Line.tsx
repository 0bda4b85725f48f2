// One line of the audit, verified: what it rests on, said in words, and a file to check outside.
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconShieldCheck } from '@tabler/icons-react'
import { Identifier } from '../parts/Identifier'
import { ProblemNote, Waiting } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useReader, useWords } from '../words/Words'
import { type Proven, useFile, useLine } from './query'
import '../parts/card.css'

export function LineSheet({ row, onClose }: { row: number; onClose: () => void }) {
  const t = useWords()
  const line = useLine(row)
  return (
    <Sheet title={t('audit-line')} onClose={onClose}>
      <div className="line-proof" role="status">
        {line.isPending && <Waiting />}
        {line.error && <ProblemNote error={line.error} />}
        {line.data?.state === 'open' && (
          <p className="line-standing">
            <IconClock size={18} stroke={1.7} aria-hidden="true" />
            <strong>{t('audit-line-open')}</strong>
          </p>
        )}
        {line.data?.state === 'proven' && <Proof proven={line.data} />}
      </div>
      {line.data?.state === 'open' && (
        <Button variant="default" loading={line.isFetching} onClick={() => void line.refetch()}>
          {t('audit-line-again')}
        </Button>
      )}
      {line.data?.state === 'proven' && <TakeFile rows={[row]} />}
    </Sheet>
  )
}

function Proof({ proven }: { proven: Proven }) {
  const { t, write } = useReader()
  const Icon = proven.standing === 'conflicting' ? IconAlertTriangle : IconShieldCheck
  const number = write.number
  return (
    <>
      <p className={`line-standing line-${proven.standing}`}>
        <Icon size={18} stroke={1.7} aria-hidden="true" />
        <strong>{t(`audit-standing-${proven.standing}`)}</strong>
      </p>
      <ol>
        <li>
          {t('audit-proof-place', { place: number(proven.place), all: number(proven.entries) })}
        </li>
        <li>{t('audit-proof-leaf', { leaf: number(proven.leaf) })}</li>
        <li>
          {t('audit-proof-head', {
            size: number(proven.log_size),
            moment: write.moment(proven.signed_at),
          })}
        </li>
      </ol>
      <p>{t(`audit-standing-${proven.standing}-means`)}</p>
      <dl className="facts">
        <dt>{t('audit-proof-root')}</dt>
        <dd>
          <Identifier>{proven.root}</Identifier>
        </dd>
      </dl>
    </>
  )
}

/** A file of lines that anybody can check without this node. */
export function TakeFile({ rows }: { rows: number[] }) {
  const { t, write } = useReader()
  const file = useFile()
  return (
    <div className="take-file">
      <Button
        variant="default"
        loading={file.isPending}
        onClick={() => {
          file.mutate(rows)
        }}
      >
        {t('audit-file', { count: rows.length, written: write.number(rows.length) })}
      </Button>
      {file.error && <ProblemNote error={file.error} />}
      {file.isSuccess && (
        <p role="status">
          {t('export-kept')} <Identifier>{file.data}</Identifier>. {t('audit-file-check')}{' '}
          <Identifier>amana verify</Identifier>
        </p>
      )}
    </div>
  )
}
