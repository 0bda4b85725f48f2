// Devices that carry lists to where there is no line: what each has, how old, until when.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Identifier } from '../parts/Identifier'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { Register } from '../parts/Register'
import { useLabel } from '../parts/label'
import { Deeds } from './Deeds'
import { EnrolDevice } from './EnrolDevice'
import { type Copy, type Device, useDevices, useKeepsDevices } from './query'
import { useCopyReader, useCopyWords } from './words'
import '../parts/register.css'
import './copies.css'

export function Copies() {
  const t = useCopyWords()
  const devices = useDevices()
  const keeps = useKeepsDevices()
  const [enrols, setEnrols] = useState(false)
  if (!t('copy-why')) return <Waiting />
  return (
    <>
      <div className="copies-head">
        <p>{t('copy-why')}</p>
        {keeps && (
          <Button
            onClick={() => {
              setEnrols(true)
            }}
          >
            {t('copy-enrol')}
          </Button>
        )}
      </div>
      {devices.isPending && <Waiting />}
      {devices.error && <ProblemNote error={devices.error} />}
      {devices.data?.length === 0 && (
        <Note title={t('copy-none')}>
          <p>{t('copy-none-do')}</p>
        </Note>
      )}
      {devices.data && devices.data.length > 0 && <Table devices={devices.data} keeps={keeps} />}
      {enrols && (
        <EnrolDevice
          onClose={() => {
            setEnrols(false)
          }}
        />
      )}
    </>
  )
}

const HEADS = ['copy-device', 'copy-state', 'copy-lists', 'copy-contact', 'copy-questions']

function Table({ devices, keeps }: { devices: Device[]; keeps: boolean }) {
  const t = useCopyWords()
  return (
    <Register
      className="copies"
      words={t}
      heads={[...HEADS, keeps && 'copy-deeds']}
      figures={['copy-questions']}
    >
      {devices.map((device) => (
        <Row key={device.name} device={device} keeps={keeps} />
      ))}
    </Register>
  )
}

function Row({ device, keeps }: { device: Device; keeps: boolean }) {
  const { t, write } = useCopyReader()
  const role = useLabel('role')
  return (
    <tr>
      <th scope="row">
        <Identifier>{device.name}</Identifier>
        <br />
        <span className="remark">
          <bdi>{device.unit}</bdi> · {role(device.role)}
        </span>
        <br />
        <span className="remark">
          {t('copy-key')} <Identifier>{device.fingerprint}</Identifier>
        </span>
      </th>
      <td>
        <State device={device} />
      </td>
      <td>{device.copy && <Carries copy={device.copy} />}</td>
      <td>
        <span className="copy-label">{t('copy-contact')} </span>
        {device.contact ? write.moment(device.contact) : t('copy-never')}
      </td>
      <td className="figure">
        <span className="copy-label">{t('copy-questions')} </span>
        {write.number(device.questions)}
      </td>
      {keeps && <td>{!device.ended && <Deeds device={device} />}</td>}
    </tr>
  )
}

/** What a copy is, in words before anything else; what nobody expects stands out. */
function State({ device }: { device: Device }) {
  const { t, write } = useCopyReader()
  const { copy, ended, broken, unaware } = device
  if (ended)
    return (
      <>
        <strong>{t('copy-revoked', { day: write.moment(ended) })}</strong>
        {unaware && <p className="copy-warn">{t('copy-unaware')}</p>}
      </>
    )
  if (broken) return <p className="copy-warn">{t('copy-broken', { day: write.moment(broken) })}</p>
  if (!copy) return <>{t('copy-no-copy')}</>
  return (
    <>
      <strong className={copy.state === 'fresh' ? undefined : 'copy-warn'}>
        {t(`copy-${copy.state}`)}
      </strong>
      <br />
      {t('copy-of', { day: write.moment(copy.created) })}
      <br />
      {t('copy-until', { day: write.moment(copy.expires) })}
    </>
  )
}

function Carries({ copy }: { copy: Copy }) {
  const { t, write } = useCopyReader()
  const purpose = useLabel('purpose')
  return (
    <>
      {copy.lists.map((list, at) => (
        <span key={list}>
          {at > 0 && ' · '}
          <Identifier>{list}</Identifier>
        </span>
      ))}
      {copy.records && <> · {t('copy-records')}</>}
      <br />
      <span className="remark">
        {t('copy-entries', { count: copy.entries, shown: write.number(copy.entries) })}
        {' · '}
        {copy.purposes.map(purpose).join(' · ')}
      </span>
    </>
  )
}
