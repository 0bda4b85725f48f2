// A link that was made: shown once, to be handed over in person.
import { Button } from '@mantine/core'
import { Identifier } from '../parts/Identifier'
import { Sheet } from '../parts/Sheet'
import { useWords } from '../words/Words'
import './link.css'

interface Props {
  link: string
  code: string
  onClose: () => void
}

export function LinkSheet({ link, code, onClose }: Props) {
  const t = useWords()
  return (
    <Sheet title={t('officer-link')} onClose={onClose}>
      <div className="settings">
        <p>{t('officer-link-means', { code })}</p>
        <p className="secret">
          <Identifier>{link}</Identifier>
        </p>
        <Button onClick={() => void navigator.clipboard.writeText(link)}>{t('copy')}</Button>
      </div>
    </Sheet>
  )
}
