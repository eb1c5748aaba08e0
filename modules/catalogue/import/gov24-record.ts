/** One record of the official catalogue as it comes in: checked, cleaned, its texts in the order of the source. */
import { z } from 'zod'
import type { Sections } from '../store-texts.ts'

const ID = /^[A-Za-z0-9_-]{3,40}$/
const MOST_CHARACTERS = 100_000
const MOST_SECTIONS = 40

const text = z.string().max(MOST_CHARACTERS)
const scalar = z.union([text, z.number(), z.boolean(), z.null()])
const record = z.record(z.string(), z.union([scalar, z.array(z.string().max(100)).max(200), z.record(z.string(), z.unknown())]))

export type Fields = Readonly<
  Record<string, string | number | boolean | null | readonly string[] | Readonly<Record<string, unknown>>>
>

export interface Taken {
  readonly id: string
  readonly fields: Fields
}

/** Names of an older collection of the same records. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  id: '서비스ID',
  name: '서비스명',
  desc: '서비스목적요약',
  target: '지원대상',
  how: '신청방법',
  deadline: '신청기한',
  org: '소관기관명',
  url: '상세조회URL',
}

/** The record, or why it cannot be taken. */
export function takeRecord(raw: unknown): Taken | { readonly id: string; readonly why: string } {
  const parsed = record.safeParse(raw)
  const named = nameOf(raw)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { id: named, why: `${issue!.path.join('.') || 'record'}: ${issue!.message}`.slice(0, 300) }
  }
  const fields: Record<string, Fields[string]> = {}
  for (const [key, value] of Object.entries(parsed.data))
    fields[OTHER_NAMES[key] ?? key] = typeof value === 'string' ? clean(value) : value
  const id = fields['서비스ID']
  if (typeof id !== 'string' || !ID.test(id)) return { id: named, why: '서비스ID is missing or no id' }
  return { id, fields }
}

/** What a refused record is called: its id or name, if it has either. */
function nameOf(raw: unknown): string {
  if (typeof raw !== 'object' || raw === null) return '?'
  const fields = raw as Record<string, unknown>
  const name = fields['서비스ID'] ?? fields['id'] ?? fields['서비스명'] ?? fields['name']
  return typeof name === 'string' || typeof name === 'number' ? clean(String(name)).slice(0, 100) : '?'
}

/** Line ends of one kind, nothing a database cannot hold. */
const clean = (value: string): string => value.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed().trim()

/** Fields that are texts for people, in the order in which people ask: what for, for whom, what, how, with what, where. */
export const TEXTS: readonly string[] = [
  '서비스목적요약',
  '서비스목적',
  '지원대상',
  '선정기준',
  '지원내용',
  '신청방법',
  '신청기한',
  '구비서류',
  '본인확인필요구비서류',
  '공무원확인구비서류',
  '접수기관',
  '접수기관명',
  '전화문의',
  '문의처',
  '온라인신청사이트URL',
  '법령',
  '행정규칙',
  '자치법규',
]
const FACTS = [
  '지원유형',
  '서비스분야',
  '사용자구분',
  '소관기관코드',
  '소관기관명',
  '소관기관유형',
  '부서명',
  '조회수',
  '등록일시',
  '수정일시',
]

export function sectionsOf(fields: Fields): Sections {
  return TEXTS.flatMap((label) => {
    const value = fields[label]
    return typeof value === 'string' && value !== '' ? [{ label, text: value }] : []
  }).slice(0, MOST_SECTIONS)
}

/** Name, facts and texts of a record of the list. A record without a name is refused. */
export function listedOf({ fields }: Taken) {
  const name = fields['서비스명']
  if (typeof name !== 'string' || name === '') return undefined
  const facts = Object.fromEntries(
    FACTS.flatMap((key) => (isScalar(fields[key]) && fields[key] !== '' ? [[key, fields[key]]] : [])),
  )
  return { name, facts, sections: sectionsOf(fields), url: webAddress(fields['상세조회URL']) }
}

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'

/** Only a web address may become a link. */
function webAddress(value: Fields[string] | undefined): string | null {
  if (typeof value !== 'string') return null
  const url = URL.parse(value)
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null
}

/** Ages and the codes that are set (`Y`, or in a list of its own). Null: the record says nothing of them. */
export function conditionsOf(fields: Fields): { ageFrom: number | null; ageTo: number | null; codes: string[] } | null {
  const set = Object.entries(fields)
    .filter(([key, value]) => /^JA\d{4}$/.test(key) && value === 'Y')
    .map(([key]) => key)
  const listed = Array.isArray(fields['JA']) ? (fields['JA'] as string[]).filter((code) => /^JA\d{4}$/.test(code)) : []
  const age = (key: string) => (typeof fields[key] === 'number' && Number.isInteger(fields[key]) ? (fields[key] as number) : null)
  const said = { ageFrom: age('JA0110'), ageTo: age('JA0111'), codes: [...new Set([...set, ...listed])].sort() }
  return said.codes.length > 0 || said.ageFrom !== null || said.ageTo !== null ? said : null
}

/** The source's own mark of the last change, compared as it is written. */
export function changeMark({ fields }: Taken): string | null {
  const mark = fields['수정일시']
  return typeof mark === 'string' && mark !== '' ? mark : null
}
