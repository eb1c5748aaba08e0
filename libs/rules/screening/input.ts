/** What is known of a person on a day, as the compiled rules read it. */
import { FUEL, type Run } from '../compiler/run.ts'
import { AsOfError, FactTypeError, UnknownFactError } from '../errors.ts'
import { parseDay } from '../feel/dates.ts'
import { factValue, type Value } from '../feel/values.ts'
import type { FactType, Json, ScreenInput } from '../types.ts'
import type { Words } from '../compiler/vocabulary.ts'
import type { Program } from './program.ts'

/** The number of an ISO day. Throws AsOfError. */
export function dayOf(asOf: unknown): number {
  const day = typeof asOf === 'string' ? parseDay(asOf) : undefined
  if (day === undefined) throw new AsOfError()
  return day
}

/** Starts a run. Throws AsOfError, UnknownFactError, FactTypeError. */
export const startRun = (program: Pick<Program, 'words'>, { facts, asOf }: Pick<ScreenInput, 'facts' | 'asOf'>): Run =>
  startRunOn(program, facts, dayOf(asOf))

/** Starts a run on a day by its number. Throws UnknownFactError, FactTypeError. */
export function startRunOn({ words }: Pick<Program, 'words'>, facts: ScreenInput['facts'], today: number): Run {
  const values: Value[] = new Array<Value>(words.facts.length).fill(undefined)
  const ready = words.plain.slice()
  for (const id of Object.keys(facts)) {
    const json = facts[id]
    if (json === undefined) continue
    const index = indexOf(words, id)
    values[index] = given(words, index, json)
    ready[index] = 1
  }
  return { facts: values, ready, derive: words.derive, params: words.inForce(today), today, locals: [], fuel: FUEL }
}

/** Changed facts by index; `undefined` is no longer known. Throws UnknownFactError, FactTypeError. */
export function readChanges(
  { words }: Pick<Program, 'words'>,
  changed: Readonly<Record<string, Json | undefined>>,
): ReadonlyMap<number, Value> {
  const read = new Map<number, Value>()
  for (const [id, json] of Object.entries(changed)) {
    const index = indexOf(words, id)
    read.set(index, json === undefined ? undefined : given(words, index, json))
  }
  return read
}

/**
 * The run with other facts; what is derived from them is derived again, unless it was given. `given` has 1 for what is not
 * derived or was given all the same, and is brought up to date.
 */
export function derivedAnew(
  run: Run,
  given: Uint8Array,
  changed: ReadonlyMap<number, Value>,
  derivedFrom: readonly Int32Array[],
): Run {
  const facts = run.facts.slice()
  const ready = run.ready.slice()
  for (const [fact, value] of changed) {
    const isDerived = value === undefined && run.derive[fact] !== undefined
    given[fact] = isDerived ? 0 : 1
    facts[fact] = value
    ready[fact] = given[fact]!
  }
  for (const fact of changed.keys())
    for (const other of derivedFrom[fact]!) {
      if (given[other] === 1) continue
      facts[other] = undefined
      ready[other] = 0
    }
  return { ...run, facts, ready, locals: [], fuel: FUEL }
}

function indexOf(words: Words, id: string): number {
  const index = words.factIndex.get(id)
  if (index === undefined) throw new UnknownFactError(id)
  return index
}

function given({ facts }: Words, index: number, json: Json): Value {
  const { decl, allowed } = facts[index]!
  const { id, type, values = [] } = decl
  const value = factValue(type, json)
  if (value === undefined) throw new FactTypeError(id, EXPECTED[type])
  if (typeof value === 'string' && allowed?.has(value) === false) throw new FactTypeError(id, `one of ${values.join(', ')}`)
  return value
}

const EXPECTED: Readonly<Record<FactType, string>> = {
  boolean: 'true or false',
  number: 'a number',
  string: 'a text',
  date: 'a day like 2026-03-01',
  list: 'a list',
  context: 'an object',
}
