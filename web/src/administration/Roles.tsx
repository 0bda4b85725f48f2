// What each role may do at all, read out of policy's tables.
import { useLabel } from '../parts/label'
import { ProblemNote, Waiting } from '../parts/Note'
import { Register } from '../parts/Register'
import { useWords } from '../words/Words'
import { useRoles } from './query'

export function Roles() {
  const t = useWords()
  const roles = useRoles()
  const role = useLabel('role')
  const purpose = useLabel('purpose')
  const level = useLabel('level')
  if (roles.isPending) return <Waiting />
  if (roles.error) return <ProblemNote error={roles.error} />
  return (
    <section>
      <p className="part-why">{t('roles-why')}</p>
      <Register
        className="roles"
        heads={['officer-role', 'role-acts', 'role-purposes', 'role-levels']}
      >
        {roles.data.map((row) => (
          <tr key={row.role}>
            <th scope="row">{role(row.role)}</th>
            <td data-word={t('role-acts')}>{row.acts.map((act) => t(`act-${act}`)).join(' · ')}</td>
            <td data-word={t('role-purposes')}>{row.purposes.map(purpose).join(' · ')}</td>
            <td data-word={t('role-levels')}>{row.levels.map(level).join(' · ')}</td>
          </tr>
        ))}
      </Register>
    </section>
  )
}
