// A part of the pages that the node has no more: a new version came while this page was open.
import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useWords } from '../words/Words'
import { Note } from './Note'

interface Props {
  /** Where the reader is: another place is tried anew. */
  place: string
  children: ReactNode
}

interface State {
  /** Where a part did not come. */
  failed: string | null
}

/** What a browser says of a script that does not come. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && /import|module script|preload/i.test(error.message)

export class Newer extends Component<Props, State> {
  override state: State = { failed: null }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    if (!isMissing(error)) throw error
    return { failed: '' }
  }

  override componentDidCatch(): void {
    this.setState({ failed: this.props.place })
  }

  override render(): ReactNode {
    const { failed } = this.state
    if (failed === '' || failed === this.props.place) return <Missing />
    return this.props.children
  }
}

function Missing() {
  const t = useWords()
  return (
    <div role="alert">
      <Note title={t('newer')}>
        <p>{t('newer-do')}</p>
        <Button
          onClick={() => {
            window.location.reload()
          }}
        >
          {t('newer-read')}
        </Button>
      </Note>
    </div>
  )
}
