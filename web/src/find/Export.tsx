// Taking out what a search finds: for whom, in which form, with how much has come.
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { keepFile } from '../node/file'
import { begin, dismiss, useWorks } from '../node/work'
import { Identifier } from '../parts/Identifier'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useMay } from '../shell/me'
import { dayOf } from '../words/moment'
import { useReader } from '../words/Words'
import type { Asked } from './filter'
import { type Order, take } from './take'
import { queryOf } from './view'

const FORMATS = ['csv', 'jsonl'] as const
const USES = ['own', 'court', 'pass-on'] as const

export function Export({ asked }: { asked: Asked }) {
  const { t } = useReader()
  const [open, setOpen] = useState(false)
  if (!useMay('export')) return null
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setOpen(true)
        }}
      >
        {t('export')}
      </Button>
      {open && (
        <ExportSheet
          asked={asked}
          onClose={() => {
            setOpen(false)
          }}
        />
      )}
    </>
  )
}

/** Closing the sheet leaves the work going: it is on every page until it is done or stopped. */
function useTaking() {
  const { setting } = useReader()
  const [id, setId] = useState(0)
  const work = useWorks().find((each) => each.id === id)
  return {
    work,
    start: (order: Order) => {
      if (work) dismiss(work.id)
      const day = dayOf(new Date().toISOString(), setting.timeZone)
      const run = async (signal: AbortSignal, came: (bytes: number) => void) =>
        keepFile(await take(order, signal, came), `amana-${day}.${order.format}`)
      setId(begin('export', run))
    },
  }
}

function ExportSheet({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t, write } = useReader()
  const { work, start } = useTaking()
  const going = work?.state === 'going'
  const [order, setOrder] = useState<Order>({ format: 'csv', use: 'own', query: queryOf(asked) })
  const choices = <K extends 'format' | 'use'>(key: K, values: readonly Order[K][]) => ({
    label: t(`export-${key}`),
    value: order[key],
    data: values.map((value) => ({ value, label: t(`export-${key}-${value}`) })),
    onChange: (event: { currentTarget: { value: string } }) => {
      setOrder({ ...order, [key]: event.currentTarget.value })
    },
  })
  return (
    <Sheet title={t('export')} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          start(order)
        }}
      >
        <p>{t('export-means')}</p>
        <NativeSelect {...choices('use', USES)} />
        <NativeSelect {...choices('format', FORMATS)} />
        {work?.state === 'failed' && <ProblemNote error={work.error} />}
        <p role="status">
          {going && t('export-comes', { size: write.number(Math.ceil(work.bytes / 1_000)) })}
          {work?.state === 'done' && (
            <>
              {t('export-kept')} <Identifier>{work.file ?? ''}</Identifier>
            </>
          )}
        </p>
        <Button type="submit" loading={going}>
          {t('export-do')}
        </Button>
      </form>
    </Sheet>
  )
}
