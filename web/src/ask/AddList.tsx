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
import { addList, type Done, useListDeed } from './query'
import { TakeFile } from './TakeFile'
import { useAskWords } from './words'

/** A table of one's own needs a map of its columns: that is done on the command line. */
const FORMATS = ['ofac-sdn', 'un-xml', 'eu-xml', 'ftm']

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
            if (file) deed.mutate(() => addList(written, file))
          }}
        >
          <Fields written={written} set={set} />
          <Purposes written={written} set={set} />
          <TakeFile label={t('ask-list-file')} name={file?.name ?? ''} onFile={setFile} />
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
