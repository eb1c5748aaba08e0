/** Today's rules of one service, and the same with changes: every change checked before anything runs. */
import { type Snapshot, serviceNotFound } from '@dpg/catalogue/contract'
import { emptyFinding, feelFinding, kindWords } from '@dpg/definitions'
import type { Lang } from '@dpg/kernel'
import {
  createEngine,
  emptyIn,
  type Declarations,
  type Json,
  type ParameterDecl,
  type RuleError,
  RuleErrors,
  type ServiceRules,
} from '@dpg/rules'
import { brokenRule, type Change, nothingChanged, unknownParameter, unknownPart, wrongDay, wrongValue } from './contract.ts'

/** Facts and figures as they are, and the one service. Throws serviceNotFound. */
export function todayOf({ rules }: Pick<Snapshot, 'rules'>, service: string): Declarations {
  const own = rules.services.find(({ id }) => id === service)
  if (own === undefined) throw serviceNotFound({ service })
  return { facts: rules.facts, parameters: rules.parameters, services: [own] }
}

/** Throws wrongDay. */
export function dayOf(day: string | undefined, today: string): string {
  if (day === undefined) return today
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !isDay(day)) throw wrongDay({ day: day.slice(0, 40) })
  return day
}

const isDay = (day: string): boolean => {
  try {
    return Temporal.PlainDate.from(day, { overflow: 'reject' }).toString() === day
  } catch {
    return false
  }
}

/** Today with the changes. Throws unknownParameter, wrongValue, unknownPart, brokenRule, nothingChanged. */
export function reformOf(today: Declarations, changes: readonly Change[], asOf: string, lang: Lang = 'en'): Declarations {
  const then = changes.reduce((rules, change) => applied(rules, change, asOf, lang), today)
  if (changes.length === 0 || JSON.stringify(then) === JSON.stringify(today)) throw nothingChanged({})
  check(then, lang)
  return then
}

function applied(rules: Declarations, change: Change, asOf: string, lang: Lang): Declarations {
  if (change.kind === 'parameter') return { ...rules, parameters: withValue(rules.parameters, change, asOf, lang) }
  const [service] = rules.services as readonly [ServiceRules]
  if (change.kind === 'criterion') {
    const names = service.criteria.map(({ id }) => id)
    if (!names.includes(change.criterion)) throw unknownPart({ part: change.criterion, remedy: names.join(', ') })
    const criteria = service.criteria.map((one) => (one.id === change.criterion ? { ...one, test: change.test } : one))
    return { ...rules, services: [{ ...service, criteria }] }
  }
  const steps = service.amount?.steps ?? []
  const names = steps.map((step) => step.let)
  if (service.amount === undefined || !names.includes(change.step))
    throw unknownPart({ part: change.step, remedy: names.join(', ') || '-' })
  const amount = { ...service.amount, steps: steps.map((step) => (step.let === change.step ? { ...step, be: change.be } : step)) }
  return { ...rules, services: [{ ...service, amount }] }
}

type ParameterChange = Extract<Change, { kind: 'parameter' }>

/** The figure counts from the day of the run: whatever was in force before it stays for the days before. */
function withValue(
  parameters: readonly ParameterDecl[],
  { parameter, path = '', value }: ParameterChange,
  asOf: string,
  lang: Lang,
): readonly ParameterDecl[] {
  const own = parameters.find(({ id }) => id === parameter)
  if (own === undefined)
    throw unknownParameter({
      parameter,
      remedy: nearest(
        parameter,
        parameters.map(({ id }) => id),
      ),
    })
  const current = valueOn(own, asOf)
  const keys = path === '' ? [] : path.split('/')
  const changed = placed(current ?? null, keys, value, { parameter, path, lang })
  if (JSON.stringify(changed) === JSON.stringify(current ?? null)) return parameters
  const before = own.values.filter(({ from }) => from < asOf)
  const after = own.values.filter(({ from }) => from > asOf)
  return parameters.map((one) => (one === own ? { ...one, values: [...before, { from: asOf, value: changed }, ...after] } : one))
}

/** What is in force on a day; undefined when there is nothing. */
export function valueOn({ values }: ParameterDecl, day: string): Json | undefined {
  const [newest] = values.filter(({ from }) => from <= day).sort((a, b) => (a.from < b.from ? 1 : -1))
  return newest === undefined || newest.missing ? undefined : newest.value
}

interface Spot {
  readonly lang: Lang
  readonly parameter: string
  readonly path: string
}

const MOST = 1e15

function placed(current: Json, [key, ...rest]: readonly string[], value: Json, spot: Spot): Json {
  if (key === undefined) return fitting(current, value, spot)
  if (Array.isArray(current)) {
    const list = current as readonly Json[]
    const at = /^\d{1,6}$/.test(key) ? Number(key) : list.length
    if (at >= list.length) throw wrongAt(spot, `0..${list.length - 1}`)
    return list.map((item, i) => (i === at ? placed(item, rest, value, spot) : item))
  }
  if (current === null || typeof current !== 'object' || !Object.hasOwn(current, key))
    throw wrongAt(
      spot,
      current !== null && typeof current === 'object' ? Object.keys(current).join(', ') : kindWords(kind(current))[spot.lang],
    )
  const fields = current as Readonly<Record<string, Json>>
  return { ...fields, [key]: placed(fields[key]!, rest, value, spot) }
}

/** A value of the same kind, so that rules that read it still mean what they say. */
function fitting(current: Json, value: Json, spot: Spot): Json {
  if (current !== null && kind(current) !== kind(value)) throw wrongAt(spot, kindWords(kind(current))[spot.lang])
  if (!isSound(value, 0)) throw wrongAt(spot, `${-MOST}..${MOST}`)
  if (current !== null && typeof current === 'object' && !Array.isArray(current)) {
    const lacks = Object.keys(current).filter((key) => !Object.hasOwn(value as object, key))
    if (lacks.length > 0) throw wrongAt(spot, lacks.join(', '))
  }
  return value
}

const wrongAt = ({ parameter, path }: Spot, expected: string) => wrongValue({ parameter, path, expected })

const kind = (value: Json): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value)

function isSound(value: Json, depth: number): boolean {
  if (depth > 8) return false
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) <= MOST
  if (typeof value !== 'object' || value === null) return true
  const parts = Array.isArray(value) ? value : Object.values(value)
  return parts.length <= 10_000 && parts.every((part) => isSound(part as Json, depth + 1))
}

/** Compiles it; the first thing that is wrong becomes a problem, all of them its errors. */
function check(rules: Declarations, lang: Lang): void {
  try {
    createEngine(rules)
  } catch (error) {
    if (!(error instanceof RuleErrors)) throw error
    const [first] = error.errors
    throw brokenRule(saidOf(first!, lang), {
      errors: error.errors.slice(0, 20).map((one) => {
        const { place, at, message, remedy } = saidOf(one, lang)
        return { pointer: `/rules/${place}`, detail: `${at}: ${message}. ${remedy}` }
      }),
      cause: error,
    })
  }
  demandValues(rules, lang)
}

/** A division by a nought or a number too large compiles, and gives nobody anything: what it costs would be told as if it were meant. */
function demandValues({ facts, parameters, services }: Declarations, lang: Lang): void {
  const names = [...facts, ...parameters].map(({ id }) => id)
  const written = services.flatMap(({ criteria, amount }) => [
    ...criteria.map(({ id, test }) => [id, test] as const),
    ...(amount?.steps ?? []).map((step) => [step.let, step.be] as const),
  ])
  for (const [place, feel] of written) {
    const [first] = emptyIn(feel, names)
    if (first === undefined) continue
    const { message, remedy } = emptyFinding(first, { file: '', line: 1 })
    throw brokenRule({
      place,
      at: first.start + 1,
      found: first.text.slice(0, 80),
      message: open(message[lang]),
      remedy: open(remedy[lang]),
    })
  }
}

/** The place is the last part: the condition or the step. */
function saidOf(error: RuleError, lang: Lang) {
  const { where, source, start, end } = error
  const { message, remedy } = lang === 'ko' ? inKorean(error) : error
  return { place: where.split('/').at(-1) ?? where, at: start + 1, found: source.slice(start, end).slice(0, 80), message, remedy }
}

/** As the linter of definitions says it. */
function inKorean(error: RuleError) {
  const { message, remedy } = feelFinding(error, error.source, { file: '', line: 1 })
  return { message: open(message.ko), remedy: open(remedy.ko) }
}

/** A full stop stands in the text of the problem. */
const open = (text: string): string => text.replace(/\.$/, '')

/** The name that begins most alike, or a few that there are. */
function nearest(name: string, names: readonly string[]): string {
  const shared = (other: string) => {
    let i = 0
    while (i < other.length && other[i]?.toLowerCase() === name[i]?.toLowerCase()) i++
    return i
  }
  const sorted = [...names].sort((a, b) => shared(b) - shared(a))
  return sorted.slice(0, 3).join(', ')
}
