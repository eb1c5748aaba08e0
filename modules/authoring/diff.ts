/** Two versions of a service told apart in words: criteria, steps, figures, cases, and what else is different. */
import type { ParameterDefinition, ServiceDefinition, TableDefinition } from '@dpg/definitions'
import { canonicalJson } from '@dpg/definitions'
import type { Lang } from '@dpg/kernel'
import { stringify } from 'yaml'
import type { DiffEntry, DiffLine } from './contract.ts'

export interface Version {
  readonly service: ServiceDefinition | null
  readonly parameters: readonly ParameterDefinition[]
}

type Parts = Readonly<Record<string, string | null>>
interface Thing {
  readonly id: string
  readonly title: string
  readonly parts: Parts
}

/** Names of parts are keys of messages (`authoring.part.<part>`). */
export function diffOf(before: Version, after: Version, lang: Lang): readonly DiffEntry[] {
  const of = (kind: DiffEntry['kind'], things: (version: Version) => readonly Thing[]) =>
    entries(kind, things(before), things(after))
  return [
    ...of('head', ({ service }) => (service ? [headOf(service)] : [])),
    ...of('criterion', ({ service }) => service?.eligibility.criteria.map((one) => criterionOf(one, lang)) ?? []),
    ...of('step', ({ service }) => service?.amount?.steps.map((one) => stepOf(one, lang)) ?? []),
    ...of('figure', ({ parameters }) => parameters.flatMap((one) => figuresOf(one, lang))),
    ...of('case', ({ service }) => service?.cases.map(caseOf) ?? []),
    ...of('other', ({ service }) => (service ? othersOf(service) : [])),
  ]
}

function entries(kind: DiffEntry['kind'], before: readonly Thing[], after: readonly Thing[]): DiffEntry[] {
  const old = new Map(before.map((one) => [one.id, one]))
  const now = new Map(after.map((one) => [one.id, one]))
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id): DiffEntry[] => {
    const [a, b] = [old.get(id), now.get(id)]
    const lines = linesOf(a?.parts ?? {}, b?.parts ?? {})
    if (lines.length === 0) return []
    const change = !a ? 'added' : !b ? 'removed' : 'changed'
    return [{ kind, id, title: (b ?? a)!.title, change, lines }]
  })
}

const linesOf = (before: Parts, after: Parts): DiffLine[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((part) => {
    const line = { part, before: before[part] ?? null, after: after[part] ?? null }
    return line.before === line.after ? [] : [line]
  })

const words = (text: { ko: string; en?: string | undefined } | null, lang: Lang): string | null =>
  text ? (lang === 'en' ? (text.en ?? text.ko) : text.ko) : null
const inOneLine = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'string'
      ? value
      : stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim()

const headOf = ({ effectiveFrom, status, award, amount, eligibility }: ServiceDefinition): Thing => ({
  id: 'service',
  title: '',
  parts: { effectiveFrom, status, unit: award.unit, each: award.each, per: amount?.per ?? null, rule: eligibility.rule },
})

/** A row a line, as the form has them. */
const tableIn = ({ table }: { readonly table?: TableDefinition | undefined }): string | null =>
  table ? [`${table.hit}: ${table.inputs.join(', ')}`, ...table.rows.map((row) => row.join(' | '))].join('\n') : null

const criterionOf = (one: ServiceDefinition['eligibility']['criteria'][number], lang: Lang): Thing => ({
  id: one.id,
  title: words(one.says, lang) ?? one.id,
  parts: {
    test: one.table ? null : one.test,
    table: tableIn(one),
    law: one.law,
    ko: one.says.ko,
    en: one.says.en ?? null,
    changeKo: one.change?.ko ?? null,
    changeEn: one.change?.en ?? null,
  },
})

const stepOf = (one: NonNullable<ServiceDefinition['amount']>['steps'][number], lang: Lang): Thing => ({
  id: one.let,
  title: words(one.says, lang) ?? one.let,
  parts: { be: one.table ? null : one.be, table: tableIn(one), law: one.law, ko: one.says.ko, en: one.says.en ?? null },
})

const figuresOf = ({ id, title, values }: ParameterDefinition, lang: Lang): Thing[] =>
  values.map(({ from, to, value, missing, source, confidence }) => ({
    id: `${id} ${from}`,
    title: `${words(title, lang)} (${from})`,
    parts: { to, value: missing ? words(missing, lang) : inOneLine(value), source, confidence },
  }))

const caseOf = ({ name, on, given, expect, source }: ServiceDefinition['cases'][number]): Thing => ({
  id: name,
  title: name,
  parts: {
    on,
    given: Object.entries(given)
      .map(([fact, value]) => `${fact}: ${inOneLine(value) ?? 'null'}`)
      .join('\n'),
    eligible: inOneLine(expect.eligible),
    amount: inOneLine(expect.amount),
    failed: listed(expect.failed),
    missing: listed(expect.missing),
    decision: expect.decision ?? null,
    source,
  },
})

/** "none of them" told apart from "not said". */
const listed = (names: readonly string[] | undefined): string | null =>
  names === undefined ? null : names.length === 0 ? '-' : names.join(', ')

/** Parts of a definition that the form does not show, each as a whole. */
const SHOWN = new Set([
  'effectiveFrom',
  'status',
  'award',
  'amount',
  'eligibility',
  'cases',
  'version',
  'changeLog',
  'parameters',
  'rules',
  'decisions',
  'templates',
])
const othersOf = (service: ServiceDefinition): Thing[] =>
  Object.entries(service).flatMap(([part, value]) =>
    SHOWN.has(part) || value === null || (Array.isArray(value) && value.length === 0)
      ? []
      : [{ id: part, title: part, parts: { [part]: shorten(canonicalJson(value)) } }],
  )

const LONGEST = 400
const shorten = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
