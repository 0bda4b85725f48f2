// Standing questions of one's own: set once, answered when a list or a record arrives.
import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { DateField } from '../parts/DateField'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { useLabel } from '../parts/label'
import { ChooseKind } from './ChooseKind'
import { useKind } from './kind'
import { endStanding, setStanding, type Standing, useStanding, useStandingDeed } from './query'
import { parted } from './row'
import { useAskReader, useAskWords } from './words'

export function StandingQuestions() {
  const t = useAskWords()
  const standing = useStanding()
  return (
    <div className="standing-desk">
      <SetForm />
      <section className="answer" aria-label={t('ask-part-standing')}>
        {standing.isPending && <Waiting />}
        {standing.error && <ProblemNote error={standing.error} />}
        {standing.data?.length === 0 && (
          <Note title={t('ask-standing-none')}>
            <p>{t('ask-standing-none-do')}</p>
          </Note>
        )}
        {standing.data?.map((each) => (
          <StandingCard key={each.standing} standing={each} />
        ))}
      </section>
    </div>
  )
}

function StandingCard({ standing }: { standing: Standing }) {
  const { t, write } = useAskReader()
  const kind = useKind()
  const purpose = useLabel('purpose')
  const deed = useStandingDeed()
  return (
    <article className="card hit">
      <header className="hit-head">
        <h2>
          <bdi>{standing.text}</bdi>
        </h2>
        <p className="hit-whose">{kind(standing.kind)}</p>
      </header>
      <p className="card-text">
        <bdi>{standing.note}</bdi>
      </p>
      <dl className="facts">
        <dt>{t('ask-purpose')}</dt>
        <dd>
          {purpose(standing.purpose)} {standing.case && <bdi>{standing.case}</bdi>}
        </dd>
        <dt>{t('ask-review')}</dt>
        <dd className={standing.overdue ? 'answer-not' : undefined}>
          {write.day(standing.review)} {standing.overdue && t('ask-standing-overdue')}
        </dd>
        <dt>{t('ask-ends')}</dt>
        <dd>{write.day(standing.expires)}</dd>
      </dl>
      {deed.error && <ProblemNote error={deed.error} />}
      <p className="hit-record">
        <Button
          variant="default"
          loading={deed.isPending}
          onClick={() => {
            deed.mutate(() => endStanding(standing.standing))
          }}
        >
          {t('ask-standing-end')}
        </Button>
      </p>
    </article>
  )
}

const EMPTY = { text: '', kind: '', births: '', note: '', review: '', expires: '' }

function SetForm() {
  const t = useAskWords()
  const deed = useStandingDeed()
  const [written, setWritten] = useState(EMPTY)
  const set = (part: Partial<typeof EMPTY>) => {
    setWritten({ ...written, ...part })
  }
  const { text, kind, births, note, review, expires } = written
  return (
    <form
      className="standing-form"
      onSubmit={(event) => {
        event.preventDefault()
        const ask = { text: text.trim(), ...(kind ? { kind } : {}), births: parted(births) }
        deed.mutate(() => setStanding({ ask, note: note.trim(), review, expires }), {
          onSuccess: () => {
            setWritten(EMPTY)
          },
        })
      }}
    >
      <h2>{t('ask-standing-new')}</h2>
      <p className="remark">{t('ask-standing-why')}</p>
      <Fields written={written} set={set} />
      {deed.error && <ProblemNote error={deed.error} />}
      <Button type="submit" loading={deed.isPending}>
        {t('ask-standing-set')}
      </Button>
    </form>
  )
}

interface FieldsProps {
  written: typeof EMPTY
  set: (part: Partial<typeof EMPTY>) => void
}

function Fields({ written, set }: FieldsProps) {
  const t = useAskWords()
  const { text, kind, births, note, review, expires } = written
  return (
    <>
      <Textarea
        label={t('ask-text')}
        required
        rows={2}
        maxLength={1000}
        dir="auto"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          set({ text: event.currentTarget.value })
        }}
      />
      <ChooseKind
        value={kind}
        onChange={(next) => {
          set({ kind: next })
        }}
      />
      <TextInput
        label={t('ask-births')}
        description={t('ask-births-help')}
        value={births}
        onChange={(event) => {
          set({ births: event.currentTarget.value })
        }}
      />
      <Textarea
        label={t('ask-standing-note')}
        required
        rows={2}
        maxLength={500}
        dir="auto"
        value={note}
        onChange={(event) => {
          set({ note: event.currentTarget.value })
        }}
      />
      <DateField
        label={t('ask-review')}
        description={t('ask-review-help')}
        required
        value={review}
        onChange={(day) => {
          set({ review: day })
        }}
      />
      <DateField
        label={t('ask-ends')}
        required
        value={expires}
        onChange={(day) => {
          set({ expires: day })
        }}
      />
    </>
  )
}
