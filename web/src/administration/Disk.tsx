// The disk: what is free, when it is full at this pace, and what takes up how much.
import { ProblemNote, Waiting } from '../parts/Note'
import { useReader } from '../words/Words'
import { type DiskState, type DiskUse, useDisk, useLimits } from './query'
import { useSize } from './size'
import '../parts/register.css'

export function Disk() {
  const disk = useDisk()
  if (disk.isPending) return <Waiting />
  if (disk.error) return <ProblemNote error={disk.error} />
  return (
    <>
      <Figures disk={disk.data} />
      <Parts disk={disk.data} />
    </>
  )
}

function Figures({ disk }: { disk: DiskState }) {
  const { t, write } = useReader()
  const size = useSize()
  const pace = disk.bytes_a_day
  const left =
    disk.days_left !== null
      ? t('retention-days-count', { count: disk.days_left, written: write.number(disk.days_left) })
      : t(pace === null ? 'disk-left-unknown' : 'disk-left-never')
  const figures: [string, string][] = [
    ['disk-free', size(disk.free)],
    ['disk-total', size(disk.total)],
    ['disk-database', size(disk.database)],
    ['disk-pace', pace === null ? t('unknown') : size(Math.max(pace, 0))],
    ['disk-left', left],
  ]
  return (
    <dl className="figures">
      {figures.map(([word, value]) => (
        <div key={word}>
          <dt>{t(word)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Parts({ disk }: { disk: DiskState }) {
  const { t, write } = useReader()
  const days = useLimits().data?.find((limit) => limit.name === 'backup_days_max')?.value
  return (
    <>
      <section>
        <h2>{t('disk-parts')}</h2>
        {disk.parts.length > 0 ? (
          <Uses uses={disk.parts} />
        ) : (
          <p className="part-why">{t('disk-parts-none')}</p>
        )}
      </section>
      <section>
        <h2>{t('disk-files')}</h2>
        <Uses uses={disk.files} />
        {days !== undefined && (
          <p className="part-why">{t('disk-backups', { days: write.number(days) })}</p>
        )}
      </section>
    </>
  )
}

function Uses({ uses }: { uses: DiskUse[] }) {
  const { t } = useReader()
  const size = useSize()
  return (
    <table className="register figures-table">
      <tbody>
        {uses.map((use) => (
          <tr key={use.purpose}>
            <th scope="row">{t(`disk-use-${use.purpose}`)}</th>
            <td className="figure">{size(use.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
