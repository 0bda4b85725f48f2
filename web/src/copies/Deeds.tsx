// What can be done with a device: give it a copy, end that, revoke the device.
import { useState } from 'react'
import { ProblemNote } from '../parts/Note'
import { MakeCopy } from './MakeCopy'
import { type Device, endCopy, revokeDevice, useDeviceDeed } from './query'
import { useCopyWords } from './words'

export function Deeds({ device }: { device: Device }) {
  const t = useCopyWords()
  const [makes, setMakes] = useState(false)
  return (
    <div className="copy-deeds">
      {!device.broken && (
        <button
          type="button"
          className="text-button"
          onClick={() => {
            setMakes(true)
          }}
        >
          {t(device.copy ? 'copy-make-again' : 'copy-make')}
        </button>
      )}
      {device.copy && <Sure word="copy-end" deed={() => endCopy(device.name)} />}
      <Sure word="copy-revoke" deed={() => revokeDevice(device.name)} />
      {makes && (
        <MakeCopy
          device={device}
          onClose={() => {
            setMakes(false)
          }}
        />
      )}
    </div>
  )
}

/** Asked twice: what it does cannot be undone. */
function Sure({ word, deed }: { word: string; deed: () => Promise<unknown> }) {
  const t = useCopyWords()
  const doing = useDeviceDeed<unknown>()
  const [sure, setSure] = useState(false)
  return (
    <>
      <button
        type="button"
        className="text-button"
        disabled={doing.isPending}
        onClick={() => {
          if (sure) doing.mutate(deed)
          else setSure(true)
        }}
      >
        {t(sure ? `${word}-sure` : word)}
      </button>
      {doing.error && <ProblemNote error={doing.error} />}
    </>
  )
}
