// A device is enrolled by the public key that it shows; its credential is handed over as a file.
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useUnits } from '../administration/query'
import { keepFile } from '../node/file'
import { useCodeList } from '../node/query'
import { Identifier } from '../parts/Identifier'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useMay, useSignedIn } from '../shell/me'
import { credentialFile, type Enrolled, enrolDevice, type Enrolment, useDeviceDeed } from './query'
import { useCopyReader, useCopyWords } from './words'

export function EnrolDevice({ onClose }: { onClose: () => void }) {
  const t = useCopyWords()
  const deed = useDeviceDeed<Enrolled>()
  const { unit } = useSignedIn()
  const [written, setWritten] = useState<Enrolment>({
    name: '',
    unit,
    role: 'frontline-officer',
    key: '',
  })
  return (
    <Sheet title={t('copy-enrol')} onClose={onClose}>
      {deed.data ? (
        <Handed enrolled={deed.data} />
      ) : (
        <form
          className="copy-form"
          onSubmit={(event) => {
            event.preventDefault()
            deed.mutate(() => enrolDevice(written))
          }}
        >
          <Fields
            written={written}
            set={(part) => {
              setWritten({ ...written, ...part })
            }}
          />
          {deed.error && <ProblemNote error={deed.error} />}
          <Button type="submit" loading={deed.isPending}>
            {t('copy-enrol-do')}
          </Button>
        </form>
      )}
    </Sheet>
  )
}

interface FieldsProps {
  written: Enrolment
  set: (part: Partial<Enrolment>) => void
}

function Fields({ written, set }: FieldsProps) {
  const t = useCopyWords()
  return (
    <>
      <TextInput
        label={t('copy-name')}
        description={t('copy-name-help')}
        required
        dir="ltr"
        pattern="[a-z0-9\-]{2,32}"
        value={written.name}
        onChange={(event) => {
          set({ name: event.currentTarget.value })
        }}
      />
      <Whose written={written} set={set} />
      <Textarea
        label={t('copy-public')}
        description={t('copy-public-help')}
        required
        dir="ltr"
        rows={4}
        spellCheck={false}
        className="copy-key"
        value={written.key}
        onChange={(event) => {
          set({ key: event.currentTarget.value })
        }}
      />
    </>
  )
}

/** An administrator enrols for every unit; whoever takes records out, for the own one. */
function Whose({ written, set }: FieldsProps) {
  const { t, setting } = useCopyReader()
  const administers = useMay('administer')
  const { role, unit } = useSignedIn()
  const units = useUnits().data?.filter((each) => each.active) ?? []
  const codes = useCodeList('role').data?.codes ?? []
  const roles = codes.filter(
    ({ code }) =>
      code === 'frontline-officer' ||
      (administers ? code !== 'administrator' && code !== 'importer' : code === role),
  )
  const own = [{ value: unit, label: unit }]
  const all = units.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))
  return (
    <>
      <NativeSelect
        label={t('copy-unit')}
        value={written.unit}
        data={administers && all.length > 0 ? all : own}
        onChange={(event) => {
          set({ unit: event.currentTarget.value })
        }}
      />
      <NativeSelect
        label={t('copy-role')}
        description={t('copy-role-help')}
        value={written.role}
        data={roles.map((each) => ({ value: each.code, label: each[setting.language] }))}
        onChange={(event) => {
          set({ role: event.currentTarget.value })
        }}
      />
    </>
  )
}

function Handed({ enrolled }: { enrolled: Enrolled }) {
  const t = useCopyWords()
  return (
    <div className="copy-form" role="status">
      <p>{t('copy-enrolled', { device: enrolled.device })}</p>
      <p>
        {t('copy-key')} <Identifier>{enrolled.fingerprint}</Identifier>
      </p>
      <Button
        onClick={() => {
          keepFile(credentialFile(enrolled.credential), `${enrolled.device}.credential`)
        }}
      >
        {t('copy-save-credential')}
      </Button>
    </div>
  )
}
