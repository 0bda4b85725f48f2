// What waits for a second administrator, and the button by which one proposes it.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useOfficerDeed } from '../node/deed'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { LinkSheet } from './LinkSheet'
import { confirm, propose, type Recovery, useRecoveries, withdraw } from './recovery'
import './recovery.css'

export function Recoveries() {
  const t = useWords()
  const open = useRecoveries()
  const [made, setMade] = useState<{ code: string; link: string } | null>(null)
  const close = () => {
    setMade(null)
  }
  if (open.error) return <ProblemNote error={open.error} />
  return (
    <>
      {(open.data ?? []).length > 0 && (
        <section>
          <h2>{t('recoveries')}</h2>
          <ul className="recoveries">
            {open.data?.map((each) => (
              <Row
                key={each.officer}
                recovery={each}
                onMade={(link) => {
                  setMade({ code: each.officer, link })
                }}
              />
            ))}
          </ul>
        </section>
      )}
      {made && <LinkSheet link={made.link} code={made.code} onClose={close} />}
    </>
  )
}

function Row({ recovery, onMade }: { recovery: Recovery; onMade: (link: string) => void }) {
  const { t, write } = useReader()
  const me = useSignedIn()
  const deed = useOfficerDeed()
  const { officer: code, proposed_by: by, expires } = recovery
  return (
    <li>
      <p>{t('recovery-says', { by, code, until: write.moment(expires) })}</p>
      <p className="remark">
        {by === me.officer ? t('recovery-own') : t('recovery-confirm-means', { code })}
      </p>
      <div className="take-back">
        {by !== me.officer && code !== me.officer && (
          <Button
            loading={deed.isPending}
            onClick={() => {
              deed.mutate(async () => {
                const { path } = await confirm(code)
                onMade(window.location.origin + path)
              })
            }}
          >
            {t('recovery-confirm')}
          </Button>
        )}
        <Button
          variant="default"
          onClick={() => {
            deed.mutate(() => withdraw(code))
          }}
        >
          {t('recovery-withdraw')}
        </Button>
      </div>
      {deed.error && <ProblemNote error={deed.error} />}
    </li>
  )
}

/** For an officer who has passkeys: no link of one administrator alone lets anyone in for them. */
export function Recover({ code }: { code: string }) {
  const t = useWords()
  const [asks, setAsks] = useState(false)
  const deed = useOfficerDeed()
  const close = () => {
    setAsks(false)
  }
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setAsks(true)
        }}
      >
        {t('recover')}
      </Button>
      {asks && (
        <Sheet title={t('recover')} onClose={close}>
          <div className="settings">
            <p>{t('recover-means', { code })}</p>
            {deed.error && <ProblemNote error={deed.error} />}
            <Button
              loading={deed.isPending}
              onClick={() => {
                deed.mutate(() => propose(code), { onSuccess: close })
              }}
            >
              {t('recover-do')}
            </Button>
          </div>
        </Sheet>
      )}
    </>
  )
}
