// Labels of coded values, in the reader's language whatever language a record was written in.
import { useCodeList } from '../node/query'
import { useReader } from '../words/Words'

export function useLabel(list: string): (code: string) => string {
  const { data } = useCodeList(list)
  const { language } = useReader().setting
  return (code) => data?.codes.find((known) => known.code === code)?.[language] ?? code
}
