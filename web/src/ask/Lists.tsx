// The lists that are asked: how many entries, of which day, whose, and until when they are reviewed.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Identifier } from '../parts/Identifier'
import { Note, ProblemNote, Waiting } from '../parts/Note'
import { Register } from '../parts/Register'
import { useLabel } from '../parts/label'
import { useMay, useSignedIn } from '../shell/me'
import { AddList } from './AddList'
import { DoneSaid } from './DoneSaid'
import { type Done, type List, removeList, updateList, useListDeed, useLists } from './query'
import { useAskReader, useAskWords } from './words'
import './ask.css'

/** An administrator, or whoever may publish. */
function useKeeps(): boolean {
  const { scopes } = useSignedIn()
  const administers = useMay('administer')
  const publishes = useMay('publish')
  return administers || (publishes && scopes.includes('write'))
}

export function Lists() {
  const t = useAskWords()
  const lists = useLists()
  const keeps = useKeeps()
  const [adds, setAdds] = useState(false)
  return (
    <>
      <div className="lists-head">
        <p className="asking-why">{t('ask-lists-why')}</p>
        {keeps && (
          <Button
            onClick={() => {
              setAdds(true)
            }}
          >
            {t('ask-list-add')}
          </Button>
        )}
      </div>
      {lists.isPending && <Waiting />}
      {lists.error && <ProblemNote error={lists.error} />}
      {lists.data?.length === 0 && (
        <Note title={t('ask-lists-none')}>
          <p>{t('ask-lists-none-do')}</p>
        </Note>
      )}
      {lists.data && lists.data.length > 0 && <Table lists={lists.data} keeps={keeps} />}
      {adds && (
        <AddList
          onClose={() => {
            setAdds(false)
          }}
        />
      )}
    </>
  )
}

const HEADS = [
  'ask-list',
  'ask-list-entries',
  'ask-list-date',
  'ask-list-owner',
  'ask-list-purposes',
  'ask-review',
]

function Table({ lists, keeps }: { lists: List[]; keeps: boolean }) {
  const t = useAskWords()
  return (
    <Register
      className="lists"
      words={t}
      heads={[...HEADS, keeps && 'ask-list-deeds']}
      figures={['ask-list-entries']}
    >
      {lists.map((list) => (
        <Row key={list.name} list={list} keeps={keeps} />
      ))}
    </Register>
  )
}

function Row({ list, keeps }: { list: List; keeps: boolean }) {
  const { t, write } = useAskReader()
  const purpose = useLabel('purpose')
  return (
    <tr>
      <th scope="row">
        <Identifier>{list.name}</Identifier>
      </th>
      <td className="figure">{write.number(list.entries)}</td>
      <td>{write.day(list.date)}</td>
      <td>
        <bdi>{list.owner}</bdi>
        <br />
        <bdi className="remark">{list.licence}</bdi>
      </td>
      <td>{list.purposes.map(purpose).join(' · ')}</td>
      <td className={list.overdue ? 'answer-not' : undefined}>
        {write.day(list.review)} {list.overdue && t('ask-list-overdue')}
      </td>
      {keeps && (
        <td>
          <Deeds list={list} />
        </td>
      )}
    </tr>
  )
}

function Deeds({ list }: { list: List }) {
  const t = useAskWords()
  const update = useListDeed<Done>()
  const remove = useListDeed<unknown>()
  const [sure, setSure] = useState(false)
  return (
    <div className="list-deeds">
      <label className="text-button">
        {t('ask-list-update')}
        <input
          type="file"
          className="list-file"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            event.currentTarget.value = ''
            if (file) update.mutate(() => updateList(list.name, file))
          }}
        />
      </label>
      <button
        type="button"
        className="text-button"
        disabled={remove.isPending}
        onClick={() => {
          if (sure) remove.mutate(() => removeList(list.name))
          else setSure(true)
        }}
      >
        {t(sure ? 'ask-list-remove-sure' : 'ask-list-remove')}
      </button>
      {update.isPending && <Waiting />}
      {update.data && <DoneSaid done={update.data} />}
      {(update.error ?? remove.error) && <ProblemNote error={update.error ?? remove.error} />}
    </div>
  )
}
