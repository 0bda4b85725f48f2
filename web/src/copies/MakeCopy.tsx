// A copy is made for a device: which lists, what for, how long. The file opens there alone.
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useSize } from '../administration/size'
import { useLists } from '../ask/query'
import { keepFile } from '../node/file'
import { useCodeList } from '../node/query'
import { Checkbox } from '../parts/Checkbox'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useLabel } from '../parts/label'
import { useMay } from '../shell/me'
import { type Chosen, type Device, makeCopy, useDeviceDeed } from './query'
import { useCopyReader, useCopyWords } from './words'

const HOURS = [12, 24, 72, 168]

interface Props {
  device: Device
  onClose: () => void
}

const before = ({ copy }: Device): Chosen => ({
  lists: copy?.lists ?? [],
  records: copy?.records ?? false,
  purposes: copy?.purposes ?? [],
  hours: copy?.hours ?? 72,
})

export function MakeCopy({ device, onClose }: Props) {
  const { t, write } = useCopyReader()
  const deed = useDeviceDeed<Blob>()
  const [chosen, setChosen] = useState(before(device))
  const [percent, setPercent] = useState(0)
  const set = (part: Partial<Chosen>) => {
    setChosen({ ...chosen, ...part })
  }
  const some = (chosen.lists?.length ?? 0) > 0 || chosen.records
  return (
    <Sheet title={`${t('copy-make')}: ${device.name}`} onClose={onClose}>
      {deed.data ? (
        <Made device={device.name} file={deed.data} />
      ) : (
        <form
          className="copy-form"
          onSubmit={(event) => {
            event.preventDefault()
            deed.mutate(() => makeCopy(device.name, chosen, setPercent))
          }}
        >
          <ChooseLists chosen={chosen} set={set} />
          <Purposes chosen={chosen} set={set} />
          <Hours chosen={chosen} set={set} />
          {deed.error && <ProblemNote error={deed.error} />}
          <p role="status" className="remark">
            {deed.isPending && t('copy-making', { percent: write.number(percent) })}
          </p>
          <Button
            type="submit"
            loading={deed.isPending}
            disabled={!some || chosen.purposes.length === 0}
          >
            {t('copy-make-do')}
          </Button>
        </form>
      )}
    </Sheet>
  )
}

interface FieldsProps {
  chosen: Chosen
  set: (part: Partial<Chosen>) => void
}

const turned = (all: string[], one: string): string[] =>
  all.includes(one) ? all.filter((each) => each !== one) : [...all, one]

function ChooseLists({ chosen, set }: FieldsProps) {
  const t = useCopyWords()
  const lists = useLists().data ?? []
  // Who reads no records puts none on a device.
  const reads = useMay('export')
  const taken = chosen.lists ?? []
  return (
    <fieldset className="list-purposes">
      <legend>{t('copy-choose-lists')}</legend>
      {lists.map(({ name }) => (
        <Checkbox
          key={name}
          label={name}
          checked={taken.includes(name)}
          onChange={() => {
            set({ lists: turned(taken, name) })
          }}
        />
      ))}
      {reads && (
        <Checkbox
          label={t('copy-with-records')}
          checked={chosen.records ?? false}
          onChange={() => {
            set({ records: !chosen.records })
          }}
        />
      )}
    </fieldset>
  )
}

function Purposes({ chosen, set }: FieldsProps) {
  const t = useCopyWords()
  const codes = useCodeList('purpose').data?.codes ?? []
  const label = useLabel('purpose')
  return (
    <fieldset className="list-purposes">
      <legend>{t('copy-purposes')}</legend>
      {codes.map(({ code }) => (
        <Checkbox
          key={code}
          label={label(code)}
          checked={chosen.purposes.includes(code)}
          onChange={() => {
            set({ purposes: turned(chosen.purposes, code) })
          }}
        />
      ))}
    </fieldset>
  )
}

function Hours({ chosen, set }: FieldsProps) {
  const t = useCopyWords()
  return (
    <NativeSelect
      label={t('copy-hours')}
      description={t('copy-hours-help')}
      value={String(chosen.hours)}
      data={HOURS.map((hours) => ({
        value: String(hours),
        label: t(`copy-hours-${String(hours)}`),
      }))}
      onChange={(event) => {
        set({ hours: Number(event.currentTarget.value) })
      }}
    />
  )
}

function Made({ device, file }: { device: string; file: Blob }) {
  const t = useCopyWords()
  const size = useSize()
  return (
    <div className="copy-form" role="status">
      <p>{t('copy-made', { device, size: size(file.size) })}</p>
      <Button
        onClick={() => {
          keepFile(file, `${device}.amana-copy`)
        }}
      >
        {t('copy-save')}
      </Button>
    </div>
  )
}
