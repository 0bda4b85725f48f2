// Taking out what a search finds: for whom, in which form, with how much has come.
import { Button, NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Identifier } from '../parts/Identifier'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useMay } from '../shell/me'
import { dayOf } from '../words/moment'
import { useReader } from '../words/Words'
import type { Asked } from './filter'
import { keepFile, type Order, take } from './take'
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

/** Closing the sheet leaves the table where it is: nothing more is sent. */
function useTaking() {
  const { setting } = useReader()
  const [bytes, setBytes] = useState(0)
  const cut = useRef<AbortController | null>(null)
  useEffect(() => () => cut.current?.abort(), [])
  const taking = useMutation({
    mutationFn: async (order: Order) => {
      cut.current = new AbortController()
      setBytes(0)
      const file = await take(order, cut.current.signal, setBytes)
      return keepFile(file, order.format, dayOf(new Date().toISOString(), setting.timeZone))
    },
  })
  return { taking, bytes }
}

function ExportSheet({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t, write } = useReader()
  const { taking, bytes } = useTaking()
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
          taking.mutate(order)
        }}
      >
        <p>{t('export-means')}</p>
        <NativeSelect {...choices('use', USES)} />
        <NativeSelect {...choices('format', FORMATS)} />
        {taking.error && <ProblemNote error={taking.error} />}
        <p role="status">
          {taking.isPending && t('export-comes', { size: write.number(Math.ceil(bytes / 1_000)) })}
          {taking.isSuccess && (
            <>
              {t('export-kept')} <Identifier>{taking.data}</Identifier>
            </>
          )}
        </p>
        <Button type="submit" loading={taking.isPending}>
          {t('export-do')}
        </Button>
      </form>
    </Sheet>
  )
}
