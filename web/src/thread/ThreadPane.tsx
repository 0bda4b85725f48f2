// One thread: who waits for whom, who has it, and every message; beside a list or as a page.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { fetchMore } from '../node/more'
import { Country } from '../parts/Country'
import { Identifier } from '../parts/Identifier'
import { ProblemNote, Waiting } from '../parts/Note'
import { useKeys } from '../shell/keys'
import { useMay, useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { AssignSheet, HolderName } from './Assign'
import { Clocks } from './Clocks'
import { Messages } from './Messages'
import {
  assign,
  type Said,
  setDone,
  type ThreadPage,
  useDeed,
  useThread,
  useUnread,
} from './thread'
import '../parts/card.css'
import './thread.css'

interface Props {
  id: string
  /** It was marked unread: what stays open would be read again. */
  onUnread: () => void
}

export default function ThreadPane({ id, onUnread }: Props) {
  const t = useWords()
  const thread = useThread(id)
  if (thread.isPending) return <Waiting />
  const [first] = thread.data?.pages ?? []
  if (thread.error || !first) return <ProblemNote error={thread.error} />
  const messages = [...thread.data.pages].reverse().flatMap((page) => page.messages)
  return (
    <article className="thread" key={id}>
      <Head page={first} onUnread={onUnread} />
      <Clocks waits={first.waits} now={thread.dataUpdatedAt} />
      {first.more && <p className="thread-more">{t('thread-more')}</p>}
      {thread.hasNextPage && (
        <Button
          className="older"
          variant="default"
          loading={thread.isFetchingNextPage}
          onClick={() => void fetchMore(thread)}
        >
          {t('thread-older')}
        </Button>
      )}
      <Messages messages={messages} waits={first.waits} />
      <History said={first.said} />
    </article>
  )
}

interface HeadProps {
  page: ThreadPage
  onUnread: () => void
}

function Head({ page, onUnread }: HeadProps) {
  const t = useWords()
  return (
    <header className="thread-head">
      <p className="thread-who">
        {page.participants.map((code) => (
          <Country key={code} code={code} />
        ))}
      </p>
      <h1>
        <Link href={`/thread/${page.thread}`}>
          <bdi>{page.title}</bdi>
        </Link>
      </h1>
      <p className="thread-holder">
        {t('assign-has')} <HolderName holder={page.holder} />
        {!page.work && <span className="remark">{t('thread-nothing-left')}</span>}
      </p>
      <Deeds page={page} onUnread={onUnread} />
    </header>
  )
}

function Deeds({ page: { thread, holder, work }, onUnread }: HeadProps) {
  const t = useWords()
  const me = useSignedIn()
  const deed = useDeed()
  const unreadDeed = useUnread()
  const may = useMay('publish') && me.scopes.includes('write')
  const [assigns, setAssigns] = useState(false)
  const unread = () => {
    unreadDeed.mutate(thread, { onSuccess: onUnread })
  }
  const turn = () => {
    deed.mutate(() => setDone(thread, work))
  }
  const openAssign = () => {
    setAssigns(true)
  }
  useKeys({
    u: unread,
    ...(may && { d: turn, a: openAssign }),
  })
  const deeds = [
    ['thread-unread', 'U', unread] as const,
    ...(may ? [[work ? 'thread-done' : 'thread-open-again', 'D', turn] as const] : []),
  ]
  return (
    <div className="thread-deeds">
      {may && holder?.officer !== me.officer && (
        <Button
          onClick={() => {
            deed.mutate(() => assign(thread, { officer: me.officer }, ''))
          }}
        >
          {t('assign-take')}
        </Button>
      )}
      {may && (
        <Button variant="default" aria-keyshortcuts="a" onClick={openAssign}>
          {t('assign')} <kbd className="key">A</kbd>
        </Button>
      )}
      {deeds.map(([word, key, act]) => (
        <Button key={word} variant="default" aria-keyshortcuts={key.toLowerCase()} onClick={act}>
          {t(word)} <kbd className="key">{key}</kbd>
        </Button>
      ))}
      {deed.error && <ProblemNote error={deed.error} />}
      {assigns && (
        <AssignSheet
          thread={thread}
          onClose={() => {
            setAssigns(false)
          }}
        />
      )}
    </div>
  )
}

function History({ said }: { said: Said[] }) {
  const { t, write } = useReader()
  if (said.length === 0) return null
  return (
    <details className="thread-history">
      <summary>{t('assign-history')}</summary>
      <ul className="plain-list">
        {said.map((one) => (
          <li key={`${one.at} ${one.deed}`}>
            <time dateTime={one.at}>{write.moment(one.at)}</time> <Identifier>{one.by}</Identifier>{' '}
            {t(`said-${one.deed}`)} {one.deed === 'assigned' && <HolderName holder={one} />}
            {one.note && <bdi className="said-note">{one.note}</bdi>}
          </li>
        ))}
      </ul>
    </details>
  )
}
