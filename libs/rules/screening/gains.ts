/**
 * What an answer is worth to one service (see ask.ts): by row of sets the share of a service that each fact is expected to settle. It
 * depends on the person only where derived facts are waited for, so it is kept until one of these is decided by other facts.
 */
import { type Evaluation, missingOf, NOT_SAID } from './evaluation.ts'

/**
 * Entries one after the other, for they are read one after the other. An entry is: how many derived facts, each with what decided it (as a
 * set) when this was worked out; how many facts, how many of them the row names (they come first), each fact with its share beside it.
 */
export interface Gains {
  /** By row: where its entry begins. */
  readonly places: (number | undefined)[]
  readonly entries: number[]
  /** By place of a fact: its share of a service is one divided by the other. */
  readonly over: number[]
  readonly under: number[]
}

/** Starts with nothing kept. */
export const createGains = (): Gains => ({ places: [], entries: [], over: [], under: [] })

/** Adds what each fact is expected to settle of so many services that wait for a row; and marks what the row names. */
export function addGains(evaluation: Evaluation, row: number, services: number, expected: Float64Array, asked: Uint8Array): void {
  const { entries, over, under } = evaluation.gains
  let place = placeOf(evaluation, row)
  place += 1 + 2 * entries[place]!
  const end = place + 2 + entries[place]!
  const named = place + 2 + entries[place + 1]!
  for (place += 2; place < end; place++) {
    const fact = entries[place]!
    expected[fact]! += (services * over[place]!) / under[place]!
    if (place < named) asked[fact] = 1
  }
}

function placeOf(evaluation: Evaluation, row: number): number {
  const { places, entries } = evaluation.gains
  const known = places[row]
  if (known !== undefined && isStill(evaluation, entries, known)) return known
  while (places.length <= row) places.push(undefined)
  places[row] = entries.length
  enter(evaluation, row)
  return places[row]
}

function isStill(evaluation: Evaluation, entries: readonly number[], place: number): boolean {
  const end = place + 2 * entries[place]!
  for (let at = place + 1; at < end; at += 2) if (decidersOf(evaluation, entries[at]!) !== entries[at + 1]) return false
  return true
}

function enter(evaluation: Evaluation, row: number): void {
  const { program, sets, gains } = evaluation
  const add = (entry: number, [over, under]: Share = NO_SHARE) => {
    gains.entries.push(entry)
    gains.over.push(over)
    gains.under.push(under)
  }
  const waits = sets.members(sets.unionOf(row))
  const derived = waits.filter((fact) => program.words.facts[fact]!.derive !== undefined)
  const shares = sharesOf(evaluation, row, waits)
  add(derived.length)
  for (const fact of derived) {
    add(fact)
    add(decidersOf(evaluation, fact))
  }
  add(shares.size)
  add(waits.length)
  for (const [fact, share] of shares) add(fact, share)
}

type Share = readonly [over: number, under: number]
const NO_SHARE: Share = [0, 1]

/** An empty set is a criterion that only a parameter is missing for: no answer settles it. */
function sharesOf(evaluation: Evaluation, row: number, waits: readonly number[]): ReadonlyMap<number, Share> {
  const { sets } = evaluation
  const deciders = (fact: number) => sets.members(decidersOf(evaluation, fact))
  const closers = sets.setsOf(row).map((set) => common(sets.members(set).map(deciders)))
  const isOne = closers.length === 1
  const shares = new Map(waits.map((fact): [number, Share] => [fact, isOne ? [1, 2 * waits.length] : NO_SHARE]))
  for (const facts of closers)
    for (const fact of facts) {
      const count = closers.filter((others) => others.includes(fact)).length
      shares.set(fact, [count === closers.length ? 1 : 1 - 0.5 ** count, 1])
    }
  return shares
}

/** What is in all lists, in the order of the first. */
function common([first = [], ...rest]: readonly (readonly number[])[]): readonly number[] {
  return rest.length === 0 ? first : first.filter((fact) => rest.every((other) => other.includes(fact)))
}

/** The facts that alone decide a fact, as a set: itself, the one below a derived one if there is just one, and what decides that in turn. */
export function decidersOf(evaluation: Evaluation, fact: number): number {
  const { deciders, blank, stale } = evaluation
  const known = deciders[fact]!
  if (known !== NOT_SAID) return known
  const made = blank === undefined || stale.facts[fact] === 1 ? decidedBy(evaluation, fact) : decidersOf(blank, fact)
  deciders[fact] = made
  return made
}

function decidedBy(evaluation: Evaluation, fact: number): number {
  const { program, sets } = evaluation
  const { derive } = program.words.facts[fact]!
  const alone = sets.plus(0, fact)
  if (derive === undefined) return alone
  const { missing, params } = missingOf(evaluation, derive)
  const [below, ...others] = sets.members(missing)
  const isDecided = below !== undefined && others.length === 0 && params.length === 0
  return isDecided ? sets.union(alone, decidersOf(evaluation, below)) : alone
}
