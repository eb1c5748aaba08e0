/** Register: who holds which facts. Agency and Area: who is who and where. */
import { z } from 'zod'
import { code, day, law, listOf, maybe, text } from './words.ts'

export const registerSchema = z.strictObject({
  id: code,
  title: text,
  description: maybe(text),
  /** Agency code of the holder. */
  agency: maybe(code),
  law: maybe(law),
  /** What the register calls a person: 주민등록번호, 법인등록번호, 필지고유번호 … */
  key: maybe(z.string()),
  /** Purposes it may be asked for, as 공동이용 names them. */
  purposes: listOf(z.string()),
  /** Typical time of an answer, ISO 8601, for pages that say how long it will take. */
  latency: maybe(z.string()),
  contact: maybe(text),
  url: maybe(z.url()),
  status: z.enum(['active', 'planned', 'retired']).default('active'),
})
export type RegisterDefinition = z.output<typeof registerSchema>

/** A row of agencies.tsv. */
export const agencySchema = z.strictObject({
  code,
  name: z.string().min(1),
  /** English name, where an official one is known. */
  en: maybe(z.string()),
  /** central | sido | sigungu | education | public | … as the table has it. */
  kind: maybe(z.string()),
  parent: maybe(code),
  /** Area code of the territory it answers for; null: the whole country. */
  area: maybe(code),
  from: maybe(day),
  to: maybe(day),
  source: maybe(z.string()),
})
export type AgencyDefinition = z.output<typeof agencySchema>

/** A row of areas.tsv. Codes carry days of validity: areas merge, split and are renamed. */
export const areaSchema = z.strictObject({
  code,
  name: z.string().min(1),
  en: maybe(z.string()),
  level: z.enum(['country', 'sido', 'sigungu', 'eupmyeondong', 'ri', 'gu']),
  parent: maybe(code),
  from: maybe(day),
  to: maybe(day),
  successor: maybe(code),
  /** Other names by which people know it or a part of it: the 행정동 that a 법정동 belongs to. */
  also: listOf(z.string()),
  source: maybe(z.string()),
})
export type AreaDefinition = z.output<typeof areaSchema>
