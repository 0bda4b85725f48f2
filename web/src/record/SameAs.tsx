// Whether two records are one: what is decided, what somebody should look at, what was undone.
import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { View } from '../node/shape'
import { CountryCode } from '../parts/Country'
import { useLabel } from '../parts/label'
import { ProblemNote } from '../parts/Note'
import { Sheet } from '../parts/Sheet'
import { useMay, useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { type Links, type Member, type Said, type Same, useTurn } from './connection'
import { Propose } from './Propose'
import { RecordLink } from './RecordLink'
import { type End, type State, ways } from './same'

interface Props {
  view: View
  found: { links: Links; same: Same }
  onDone: () => void
}

export function SameAs({ view, found, onDone }: Props) {
  const t = useWords()
  const may = useMayDecide()
  const [asks, setAsks] = useState(false)
  const { group, decided, proposed, parted, more } = found.same
  const others = group.filter(({ id }) => id !== view.header.id)
  const none = decided.length + proposed.length + parted.length === 0
  const lists: [string, Said[]][] = [
    ['same-proposed', proposed],
    ['same-decided', decided],
    ['same-parted', parted],
  ]
  return (
    <section className="connections">
      <h2>{t('same')}</h2>
      {others.length > 0 && <Group members={others} />}
      {none && <p className="remark">{t('same-none')}</p>}
      {lists.map(([word, said]) => (
        <Statements
          key={word}
          title={t(word)}
          said={said}
          found={found}
          here={view.header}
          onDone={onDone}
        />
      ))}
      {more && <p className="remark">{t('links-more')}</p>}
      {may && (
        <p className="look">
          <Button
            variant="default"
            onClick={() => {
              setAsks(true)
            }}
          >
            {t('same-propose')}
          </Button>
        </p>
      )}
      {asks && (
        <Propose
          view={view}
          mentions={found.links.mentions}
          onClose={() => {
            setAsks(false)
          }}
          onDone={onDone}
        />
      )}
    </section>
  )
}

function useMayDecide(): boolean {
  const writes = useSignedIn().scopes.includes('write')
  return useMay('publish') && writes
}

function Group({ members }: { members: Member[] }) {
  const t = useWords()
  return (
    <>
      <h3>{t('same-group')}</h3>
      <ul className="links">
        {members.map((member) => (
          <li key={member.id}>
            <RecordLink end={member} title={member.record} />
          </li>
        ))}
      </ul>
    </>
  )
}

interface StatementsProps {
  title: string
  said: Said[]
  found: { links: Links; same: Same }
  here: End
  onDone: () => void
}

function Statements({ title, said, found, here, onDone }: StatementsProps) {
  if (said.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul className="links">
        {said.map((each) => (
          <StatementRow key={each.name} said={each} found={found} here={here} onDone={onDone} />
        ))}
      </ul>
    </>
  )
}

/** The title of a record, wherever on this page it stands. */
function titleOf({ links, same }: { links: Links; same: Same }, id: string) {
  const linked = [...same.group, ...links.to, ...links.from].find((one) => one.id === id)
  const mention = links.mentions.find(({ record }) => record.name.includes(id))
  return linked?.record ?? mention?.record ?? null
}

type RowProps = Omit<StatementsProps, 'title' | 'said'> & { said: Said }

function StatementRow({ said, found, here, onDone }: RowProps) {
  const { t, write } = useReader()
  const may = useMayDecide()
  const basis = useLabel('same-as-basis')
  const role = useLabel('role')
  const [next, setNext] = useState<State | null>(null)
  const { first, second, state, reasons, decided_by: by } = said.statement
  const ends = [first, second].filter(({ id }) => id !== here.id)
  const why = reasons.map((each) =>
    each.text ? `${basis(each.basis)}: ${each.text}` : basis(each.basis),
  )
  return (
    <li className="statement">
      {ends.map((end) => (
        <RecordLink key={end.id} end={end} title={titleOf(found, end.id)} />
      ))}
      <p>{why.join(' · ')}</p>
      <p className="remark">
        <CountryCode code={said.name.split('/')[0] ?? ''} /> {by && `${role(by)} · `}
        {write.moment(said.created)}
        {said.disputed && <strong className="disputed">{t('same-disputed')}</strong>}
      </p>
      {may && (
        <div className="take-back">
          {ways(state).map((way) => (
            <Button
              key={way}
              variant="default"
              onClick={() => {
                setNext(way)
              }}
            >
              {t(`same-to-${way}`)}
            </Button>
          ))}
        </div>
      )}
      {next && (
        <TurnSheet
          said={said}
          state={next}
          onDone={onDone}
          onClose={() => {
            setNext(null)
          }}
        />
      )}
    </li>
  )
}

interface TurnProps {
  said: Said
  state: State
  onDone: () => void
  onClose: () => void
}

/** What it does, in a sentence, and the reason, before the button that does it. */
function TurnSheet({ said, state, onDone, onClose }: TurnProps) {
  const t = useWords()
  const { node, unit, role } = useSignedIn()
  const [text, setText] = useState('')
  const turn = useTurn(() => {
    onClose()
    onDone()
  })
  return (
    <Sheet title={t(`same-to-${state}`)} onClose={onClose}>
      <form
        className="settings"
        onSubmit={(event) => {
          event.preventDefault()
          turn.mutate({ said, state, role, text, node, unit })
        }}
      >
        <p>{t(`same-to-${state}-means`)}</p>
        <Textarea
          label={t('same-words')}
          dir="auto"
          rows={3}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
          }}
        />
        {turn.error && <ProblemNote error={turn.error} />}
        <Button type="submit" loading={turn.isPending}>
          {t(`same-to-${state}`)}
        </Button>
      </form>
    </Sheet>
  )
}
