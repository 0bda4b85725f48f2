// A list is added: its file as published, whose it is, what it may be asked for, until when.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Checkbox } from '../parts/Checkbox'
import { DateField } from '../parts/DateField'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useLabel } from '../parts/label'
import { useCodeList } from '../node/query'
import { DoneSaid } from './DoneSaid'
import { MapColumns } from './MapColumns'
import { addList, type Done, type Map, useListDeed } from './query'
import { headings } from './row'
import { TakeFile } from './TakeFile'
import { useAskWords } from './words'

const FORMATS = ['ofac-sdn', 'un-xml', 'eu-xml', 'ftm', 'csv']
/** Of a table's file, enough for its headings. */
const BEGINNING = 65_536
const EMPTY_MAP: Map = { columns: {}, kind: 'person', layout: {} }

const EMPTY = {
  name: '',
  format: FORMATS[0] ?? '',
  owner: '',
  licence: '',
  contact: '',
  review: '',
  purposes: [] as string[],
}
type Written = typeof EMPTY

export function AddList({ onClose }: { onClose: () => void }) {
  const t = useAskWords()
  const deed = useListDeed<Done>()
  const [written, setWritten] = useState(EMPTY)
  const [file, setFile] = useState<File | null>(null)
  const [heads, setHeads] = useState<string[]>([])
  const [map, setMap] = useState(EMPTY_MAP)
  const table = written.format === 'csv'
  const take = async (taken: File) => {
    setFile(taken)
    setMap(EMPTY_MAP)
    setHeads(headings(await beginning(taken)))
  }
  const set = (part: Partial<Written>) => {
    setWritten({ ...written, ...part })
  }
  return (
    <Sheet title={t('ask-list-add')} onClose={onClose}>
      {deed.data ? (
        <DoneSaid done={deed.data} />
      ) : (
        <form
          className="list-form"
          onSubmit={(event) => {
            event.preventDefault()
            const about = table ? { ...written, map } : written
            if (file) deed.mutate(() => addList(about, file))
          }}
        >
          <Fields written={written} set={set} />
          <Purposes written={written} set={set} />
          <TakeFile
            label={t('ask-list-file')}
            name={file?.name ?? ''}
            onFile={(taken) => void take(taken)}
          />
          {table && heads.length > 0 && <MapColumns headings={heads} map={map} onChange={setMap} />}
          {deed.error && <ProblemNote error={deed.error} />}
          <Button
            type="submit"
            loading={deed.isPending}
            disabled={!file || written.purposes.length === 0}
          >
            {t('ask-list-add-do')}
          </Button>
        </form>
      )}
    </Sheet>
  )
}

/** The first lines of a file, in the writing that they are in. */
async function beginning(file: File): Promise<string> {
  const bytes = await file.slice(0, BEGINNING).arrayBuffer()
  // A sign may be cut at the end: it is in no heading.
  const text = new TextDecoder('utf-8').decode(bytes)
  return text.slice(0, -1).includes('\ufffd') ? new TextDecoder('windows-1252').decode(bytes) : text
}

interface FieldsProps {
  written: Written
  set: (part: Partial<Written>) => void
}

function Fields({ written, set }: FieldsProps) {
  const t = useAskWords()
  const text = (name: 'owner' | 'licence' | 'contact') => (
    <TextInput
      label={t(`ask-list-${name}`)}
      description={t(`ask-list-${name}-help`)}
      required={name !== 'contact'}
      dir="auto"
      value={written[name]}
      onChange={(event) => {
        set({ [name]: event.currentTarget.value })
      }}
    />
  )
  return (
    <>
      <TextInput
        label={t('ask-list-name')}
        description={t('ask-list-name-help')}
        required
        dir="ltr"
        pattern="[a-z0-9][a-z0-9\-]*"
        value={written.name}
        onChange={(event) => {
          set({ name: event.currentTarget.value })
        }}
      />
      <NativeSelect
        label={t('ask-list-format')}
        description={t('ask-list-format-help')}
        value={written.format}
        data={FORMATS.map((value) => ({ value, label: t(`ask-format-${value}`) }))}
        onChange={(event) => {
          set({ format: event.currentTarget.value })
        }}
      />
      {text('owner')}
      {text('licence')}
      {text('contact')}
      <DateField
        label={t('ask-review')}
        description={t('ask-list-review-help')}
        required
        value={written.review}
        onChange={(review) => {
          set({ review })
        }}
      />
    </>
  )
}

function Purposes({ written, set }: FieldsProps) {
  const t = useAskWords()
  const codes = useCodeList('purpose').data?.codes ?? []
  const label = useLabel('purpose')
  const { purposes } = written
  return (
    <fieldset className="list-purposes">
      <legend>{t('ask-list-purposes')}</legend>
      {codes.map(({ code }) => (
        <Checkbox
          key={code}
          label={label(code)}
          checked={purposes.includes(code)}
          onChange={() => {
            const without = purposes.filter((each) => each !== code)
            set({ purposes: purposes.includes(code) ? without : [...purposes, code] })
          }}
        />
      ))}
    </fieldset>
  )
}
