// The register of seizures: how many, where, what, and one's own way of narrowing it.
import { Button } from '@mantine/core'
import { useLocation } from 'wouter'
import { Searching } from '../find/Find'
import { useMay, useSignedIn } from '../shell/me'
import { useWords } from '../words/Words'
import { SeizureTable } from './SeizureTable'

export default function Seizures() {
  const t = useWords()
  return (
    <Searching
      title={t('seizures')}
      path="/seizures"
      base={{ name: 'kind', value: 'seizure' }}
      action={<Report />}
      table={SeizureTable}
    />
  )
}

function Report() {
  const t = useWords()
  const [, go] = useLocation()
  const writes = useSignedIn().scopes.includes('write')
  const may = useMay('publish') && writes
  if (!may) return null
  return (
    <Button
      onClick={() => {
        go('/compose?kind=seizure')
      }}
    >
      {t('seizures-report')}
    </Button>
  )
}
