// What a proposal would do, in one line of words.
import { useKindWord } from './kind'
import { useLabel } from '../parts/label'
import { useReader } from '../words/Words'
import type { Proposal } from './query'

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** Says what the measure is; the same in the list and on its own. */
export function useMeasure(): (proposal: Proposal) => string {
  const { t, write } = useReader()
  const role = useLabel('role')
  const level = useLabel('level')
  const kind = useKindWord()
  const days = (value: unknown) =>
    typeof value === 'number'
      ? t('retention-days-count', { count: value, written: write.number(value) })
      : t('retention-longest')
  return ({ measure, about }) => {
    switch (measure) {
      case 'publish':
        return t(about['revises'] ? 'measure-publish-revision' : 'measure-publish', {
          kind: kind(text(about['kind'])),
        })
      case 'limit':
        return t('measure-limit', {
          limit: text(about['limit']),
          before: write.number(Number(about['before'])),
          value: write.number(Number(about['value'])),
        })
      case 'retention': {
        const of = [kind(text(about['kind'])), level(text(about['level']))]
        const what = of.filter(Boolean).join(' · ') || t('retention-all-kinds')
        return t('measure-retention', {
          what,
          before: days(about['before']),
          days: days(about['days']),
        })
      }
      default:
        return t(`measure-${measure}`, {
          officer: text(about['officer']),
          before: role(text(about['before'])),
          role: role(text(about['role'])),
          unit: text(about['unit']),
        })
    }
  }
}
