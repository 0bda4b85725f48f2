// What was found: one line an item. Columns of numbers stand at the right in every direction.
import type { Json } from '../node/shape'
import { useAmount } from '../parts/amount'
import { useLabel } from '../parts/label'
import { useReader } from '../words/Words'
import { at, rows, text } from './value'
import './content.css'

export function SeizedItems({ items }: { items: Json }) {
  const { t, write } = useReader()
  const drug = useLabel('drug')
  const form = useLabel('drug-form')
  const unit = useLabel('unit')
  const said = useAmount()
  /** A code's label; the word it was read from where the code says nothing. */
  const coded = (value: Json, label: (code: string) => string) => {
    const code = text(at(value, 'code'))
    return code ? label(code) : (text(at(value, 'raw')) ?? '–')
  }
  const amount = (value: Json) => {
    const number = text(at(value, 'amount'))
    const code = text(at(value, 'unit', 'code'))
    return number ? said(number, code, coded(at(value, 'unit'), unit)) : '–'
  }
  return (
    <table className="items">
      <thead>
        <tr>
          <th scope="col">{t('item-substance')}</th>
          <th scope="col">{t('item-form')}</th>
          <th scope="col" className="numeric">
            {t('item-quantity')}
          </th>
          <th scope="col" className="numeric">
            {t('item-packages')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows(items).map((item, number) => {
          const packages = at(item, 'packages')
          return (
            <tr key={number}>
              <th scope="row">{coded(at(item, 'substance'), drug)}</th>
              <td>{form(text(at(item, 'form')) ?? '–')}</td>
              <td className="numeric">
                {amount(at(item, 'quantity') ?? at(item, 'net_quantity'))}
              </td>
              <td className="numeric">
                {typeof packages === 'number' ? write.number(packages) : '–'}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
