// Where one goes on with a draft, or begins: what waits to be sent, drafts, kinds, templates.
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { ProblemNote, Waiting } from '../parts/Note'
import { LostLine } from '../node/client'
import { useSignedIn } from '../shell/me'
import { useReader, useWords } from '../words/Words'
import { atNode, onDevice, type OnDevice, type Row, waits } from './kept'
import { titleOf } from './draft'
import { OutboxList } from './OutboxList'
import type { Kind } from './query'
import { shipped, type Template, useForgetTemplate, useTemplates } from './template'

export function Begin({ kinds }: { kinds: Kind[] }) {
  const t = useWords()
  return (
    <div className="compose">
      <header className="compose-head">
        <h1>{t('compose')}</h1>
      </header>
      <div className="begin">
        <div className="begin-main">
          <OutboxList />
          <Drafts />
        </div>
        <div className="begin-side">
          <section>
            <h2>{t('begin-blank')}</h2>
            <ul className="begin-kinds">
              {kinds
                .filter((kind) => !kind.control)
                .map(({ kind }) => (
                  <li key={kind}>
                    <Link href={`/compose?kind=${kind}`}>{t(`kind-${kind}`)}</Link>
                  </li>
                ))}
            </ul>
          </section>
          <Templates />
        </div>
      </div>
    </div>
  )
}

interface Line {
  key: string
  kind: string
  title: string
  changed: string
  here: boolean
}

/** The same draft may be in both places: what is here was written last. */
function merged(here: OnDevice[], there: Row[]): Line[] {
  const ours = here
    .filter((row) => !waits(row))
    .map((row) => ({
      key: row.key,
      kind: row.draft.kind,
      title: titleOf(row.draft),
      changed: new Date(row.changed).toISOString(),
      here: true,
    }))
  const known = new Set(here.map((row) => row.key))
  const theirs = there.filter((row) => !known.has(row.key))
  const lines = [...ours, ...theirs.map((row) => ({ ...row, here: false }))]
  return lines.sort((one, other) => other.changed.localeCompare(one.changed))
}

function useDrafts() {
  const { officer } = useSignedIn()
  return useQuery({
    queryKey: ['drafts', officer],
    queryFn: async () => {
      const here = await onDevice.list(officer).catch(() => [])
      try {
        return { lines: merged(here, await atNode.list()), away: false }
      } catch (error) {
        if (!(error instanceof LostLine)) throw error
        return { lines: merged(here, []), away: true }
      }
    },
    // Drafts are written elsewhere too: the list is looked at anew each time.
    staleTime: 0,
    gcTime: 0,
    networkMode: 'always',
    retry: false,
  })
}

function Drafts() {
  const { t, write } = useReader()
  const drafts = useDrafts()
  return (
    <section>
      <h2>{t('drafts')}</h2>
      {drafts.error && <ProblemNote error={drafts.error} />}
      {drafts.isPending && <Waiting />}
      {drafts.data?.lines.length === 0 && <p className="help">{t('drafts-none')}</p>}
      <ul className="begin-list">
        {drafts.data?.lines.map((line) => (
          <li key={line.key}>
            <Link href={`/compose?draft=${line.key}`}>
              <bdi>{line.title || t('draft-untitled')}</bdi>
            </Link>
            <span className="remark">
              {t(`kind-${line.kind}`)} · {write.moment(line.changed)}
              {line.here && ` · ${t('draft-only-here')}`}
            </span>
          </li>
        ))}
      </ul>
      {drafts.data?.away && <p className="help">{t('drafts-away')}</p>}
    </section>
  )
}

function Templates() {
  const t = useWords()
  const templates = useTemplates()
  const forget = useForgetTemplate()
  return (
    <section>
      <h2>{t('templates')}</h2>
      {forget.error && <ProblemNote error={forget.error} />}
      <ul className="begin-list">
        {(templates.data ?? []).map((template) => (
          <Saved
            key={template.key}
            template={template}
            onForget={() => {
              forget.mutate(template.key)
            }}
          />
        ))}
        {shipped.map(({ name, kind }) => (
          <li key={name}>
            <Link href={`/compose?template=${name}`}>{t(`template-${name}`)}</Link>
            <span className="remark">{t(`kind-${kind}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Saved({ template, onForget }: { template: Template; onForget: () => void }) {
  const t = useWords()
  return (
    <li>
      <Link href={`/compose?template=${template.key}`}>
        <bdi>{template.title}</bdi>
      </Link>
      <span className="remark">
        {t(`kind-${template.kind}`)}
        {template.shared && ` · ${t('template-of-unit')}`}
      </span>
      {template.own && (
        <button
          type="button"
          className="text-button"
          aria-label={t('template-forget-one', { title: template.title })}
          onClick={onForget}
        >
          {t('template-forget')}
        </button>
      )}
    </li>
  )
}
