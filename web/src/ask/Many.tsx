// Many questions at once, pasted or from a table, in steps: it can be stopped, and says how far it is.
import '@mantine/core/styles/Progress.css'
import { Button, Progress, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { ProblemNote } from '../parts/Note'
import { useReader } from '../words/Words'
import { AnswerShown } from './Answer'
import { askMany, type Each, type Typed } from './query'
import { questions } from './row'
import { TakeFile } from './TakeFile'
import { useAskReader, useAskWords } from './words'

/** Sent together: few enough that stopping is felt at once. */
const STEP = 50

interface Work {
  asked: Typed[]
  answers: Each[]
  error: Error | null
  running: boolean
}

const REST: Work = { asked: [], answers: [], error: null, running: false }

/** Asks step by step, and goes on from where it stopped. */
function useMany() {
  const { language } = useReader().setting
  const [work, setWork] = useState(REST)
  const stopped = useRef(false)
  const go = async (asked: Typed[], before: Each[]) => {
    stopped.current = false
    let answers = before
    setWork({ asked, answers, error: null, running: true })
    try {
      while (answers.length < asked.length && !stopped.current) {
        const step = asked.slice(answers.length, answers.length + STEP)
        answers = [...answers, ...(await askMany(step, language))]
        setWork({ asked, answers, error: null, running: true })
      }
      setWork({ asked, answers, error: null, running: false })
    } catch (error) {
      setWork({ asked, answers, error: error as Error, running: false })
    }
  }
  return {
    work,
    start: (asked: Typed[]) => void go(asked, []),
    goOn: () => void go(work.asked, work.answers),
    stop: () => {
      stopped.current = true
    },
  }
}

export function Many() {
  const t = useAskWords()
  const [text, setText] = useState('')
  const { work, start, goOn, stop } = useMany()
  const asked = questions(text)
  return (
    <>
      <form
        className="many"
        onSubmit={(event) => {
          event.preventDefault()
          start(asked)
        }}
      >
        <Textarea
          label={t('ask-many-text')}
          description={t('ask-many-help')}
          rows={6}
          dir="auto"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
          }}
        />
        <TakeFile
          label={t('ask-many-file')}
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          onFile={(file) => void file.text().then(setText)}
        />
        <Button type="submit" disabled={asked.length === 0} loading={work.running}>
          {t('ask-many-do', { count: asked.length })}
        </Button>
      </form>
      {work.error && <ProblemNote error={work.error} />}
      {work.asked.length > 0 && <Done work={work} onStop={stop} onGoOn={goOn} />}
    </>
  )
}

interface DoneProps {
  work: Work
  onStop: () => void
  onGoOn: () => void
}

const isHit = (each: Each) => 'answer' in each && each.answer === 'hit'

function Done({ work, onStop, onGoOn }: DoneProps) {
  const { t, write } = useAskReader()
  const [all, setAll] = useState(false)
  const { asked, answers, running } = work
  const hits = answers.filter(isHit).length
  return (
    <section className="answer" aria-label={t('ask-answer')}>
      <Progress
        value={(answers.length / asked.length) * 100}
        size="sm"
        aria-label={t('ask-part-many')}
      />
      <p role="status" className="many-said">
        <strong>{t('ask-hit-count', { count: hits })}</strong>{' '}
        {t('ask-many-done', {
          done: write.number(answers.length),
          all: write.number(asked.length),
        })}
        {running ? (
          <Button variant="default" onClick={onStop}>
            {t('ask-many-stop')}
          </Button>
        ) : (
          answers.length < asked.length && (
            <Button variant="default" onClick={onGoOn}>
              {t('ask-many-go-on')}
            </Button>
          )
        )}
        <button
          type="button"
          className="text-button"
          aria-pressed={all}
          onClick={() => {
            setAll(!all)
          }}
        >
          {t(all ? 'ask-many-hits' : 'ask-many-all')}
        </button>
      </p>
      <ol className="many-answers">
        {answers.map((each, at) =>
          all || isHit(each) || 'problem' in each ? (
            <Row key={at} text={asked[at]?.text ?? ''} each={each} />
          ) : null,
        )}
      </ol>
    </section>
  )
}

function Row({ text, each }: { text: string; each: Each }) {
  const t = useAskWords()
  if ('problem' in each) {
    return (
      <li>
        <bdi>{text}</bdi> <span className="answer-not">{each.problem}</span>
      </li>
    )
  }
  return (
    <li>
      <details>
        <summary className={isHit(each) ? 'many-hit' : undefined}>
          <bdi>{text}</bdi> {t('ask-hit-count', { count: each.hits.length })}
        </summary>
        <AnswerShown answer={each} />
      </details>
    </li>
  )
}
