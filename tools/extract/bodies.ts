/** One list of the bodies that answer for services, out of both catalogue files. */
import { readJsonLines } from './sources.ts'

/** A service as the extraction sees it: the official fields it reads, by plain names. */
export interface Source {
  readonly id: string
  readonly name: string
  readonly body: string
  /** 소관기관유형; empty in the extra file. */
  readonly bodyKind: string
  readonly field: string
  readonly purpose: string
  readonly target: string
  readonly gives: string
  readonly how: string
  readonly until: string
  readonly receive: string
  readonly phone: string
  readonly views: number
  /** null: the entry came without codes. */
  readonly condition: { readonly ageFrom: number; readonly ageTo: number; readonly codes: readonly string[] } | null
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): number => (typeof value === 'number' ? value : 0)
const codes = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String).toSorted() : [])

const coded = (row: Readonly<Record<string, unknown>>): Source => ({
  id: text(row['서비스ID']),
  name: text(row['서비스명']),
  body: text(row['소관기관명']).trim(),
  bodyKind: text(row['소관기관유형']),
  field: text(row['서비스분야']),
  purpose: text(row['서비스목적요약']),
  target: text(row['지원대상']),
  gives: text(row['지원내용']),
  how: text(row['신청방법']),
  until: text(row['신청기한']),
  receive: text(row['접수기관']),
  phone: text(row['전화문의']),
  views: number(row['조회수']),
  condition: { ageFrom: number(row['JA0110']), ageTo: number(row['JA0111']), codes: codes(row['JA']) },
})

const uncoded = (row: Readonly<Record<string, unknown>>): Source => ({
  id: text(row['id']),
  name: text(row['name']),
  body: text(row['org']).trim(),
  bodyKind: '',
  field: '',
  purpose: text(row['desc']),
  target: text(row['target']),
  gives: '',
  how: text(row['how']),
  // Every row of the extra file says 상시, whatever the service is: no information.
  until: '',
  receive: '',
  phone: '',
  views: 0,
  condition: null,
})

/** All 8,255 coded and 505 uncoded entries, in the order of the files. */
export const readServices = (folder: string): readonly Source[] => [
  ...readJsonLines(folder, 'gov24/services.jsonl').map(coded),
  ...readJsonLines(folder, 'gov24/services-extra-505-nonyouth.jsonl').map(uncoded),
]
