/** For tests: what rules say to someone who reads their texts one by one, against what the engine says. */
import { parseDay } from '../feel/dates.ts'
import { fromJson } from '../feel/json.ts'
import { parseFeel } from '../feel/parser.ts'
import { namesIn } from '../feel/check.ts'
import { factValue, isList, type Value } from '../feel/values.ts'
import { compileProgram } from '../screening/program.ts'
import { screen } from '../screening/screen.ts'
import type { Declarations, Json, Outcome, ServiceRules } from '../types.ts'
import { interpretRule } from './reference-interpreter.ts'

type Facts = Readonly<Record<string, Json>>

/** A reader of these declarations: the outcome of each service, in order. Nothing is folded, so a covering condition stays unknown. */
export function plainReader({ facts, parameters, services }: Declarations): (given: Facts, asOf: string) => readonly Outcome[] {
  const parsed = new Map<string, ReturnType<typeof parseFeel>>()
  const read = (text: string, env: ReadonlyMap<string, Value>, today: number): Value => {
    const expr = parsed.get(text) ?? parseFeel(text)
    parsed.set(text, expr)
    return interpretRule(expr, env, today)
  }
  const derived = new Map(facts.flatMap(({ id, derive }) => (derive === undefined ? [] : [[id, derive] as const])))
  const names = new Map(
    [...derived].map(([id, text]) => [id, namesIn(text).map((name) => name.split('.').slice(0, 2).join('.'))]),
  )

  return (given, asOf) => {
    const today = parseDay(asOf)!
    const env = new Map<string, Value>()
    for (const { id, values } of parameters) {
      const current = values
        .filter(({ from }) => from <= asOf)
        .toSorted((a, b) => (a.from < b.from ? -1 : 1))
        .at(-1)
      env.set(
        id,
        current === undefined || current.missing || current.value === undefined ? undefined : fromJson(current.value, false),
      )
    }
    env.set('today', read('today()', new Map(), today))
    for (const { id, type } of facts) if (given[id] !== undefined) env.set(id, factValue(type, given[id]))
    const derive = (id: string): void => {
      if (env.has(id)) return
      const text = derived.get(id)
      for (const name of names.get(id) ?? []) if (derived.has(name)) derive(name)
      env.set(id, text === undefined ? undefined : read(text, env, today))
    }
    for (const { id } of facts) derive(id)
    const known = new Map<string, Value>()
    const test = (text: string): Value => {
      if (!known.has(text)) known.set(text, read(text, env, today))
      return known.get(text)
    }
    return services.map((service) =>
      outcomeOf(service, test, (text, element) => read(text, new Map([...env, [service.unit, element]]), today)),
    )
  }
}

const RANK = { eligible: 0, unknown: 1, ineligible: 2 } as const

const worst = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.reduce((a, b) => (RANK[b] > RANK[a] ? b : a), 'eligible' as Outcome)
const outcomeOfValue = (value: Value): Outcome => (value === true ? 'eligible' : value === undefined ? 'unknown' : 'ineligible')

function outcomeOf(
  { each, unit, criteria }: ServiceRules,
  test: (text: string) => Value,
  testFor: (text: string, element: Value) => Value,
): Outcome {
  if (each === undefined) return worst(criteria.map((one) => outcomeOfValue(test(one.test))))
  const list = test(each)
  const elements = list === undefined ? undefined : isList(list) ? list : list === null ? [] : [list]
  const isRole = (text: string) => namesIn(text).some((name) => name === unit || name.startsWith(`${unit}.`))
  if (elements === undefined || elements.length === 0) {
    const others = criteria.filter((one) => !isRole(one.test)).map((one) => outcomeOfValue(test(one.test)))
    return worst([elements === undefined ? 'unknown' : 'ineligible', ...others])
  }
  const units = elements.map((element) => worst(criteria.map((one) => outcomeOfValue(testFor(one.test, element)))))
  return units.reduce((a, b) => (RANK[b] < RANK[a] ? b : a), 'ineligible' as Outcome)
}

/**
 * Where the engine and the plain reading differ, in words: unfolded they must not at all; folded, only what the reading leaves
 * open may be settled.
 */
export function disagreements(
  declarations: Declarations,
  people: readonly Facts[],
  asOf: string,
): { readonly compared: number; readonly found: readonly string[] } {
  const reader = plainReader(declarations)
  const unfolded = compileProgram(declarations, false)
  const folded = compileProgram(declarations)
  const found: string[] = []
  people.forEach((facts, person) => {
    const read = reader(facts, asOf)
    const plain = screen(unfolded, { facts, asOf }).results
    const told = screen(folded, { facts, asOf }).results
    read.forEach((outcome, at) => {
      const { service } = plain[at]!
      if (plain[at]!.outcome !== outcome) found.push(`${service} of person ${person}: ${plain[at]!.outcome}, read as ${outcome}`)
      if (outcome !== 'unknown' && told[at]!.outcome !== outcome)
        found.push(`${service} of person ${person}, folded: ${told[at]!.outcome}, read as ${outcome}`)
    })
  })
  return { compared: people.length * declarations.services.length, found }
}
