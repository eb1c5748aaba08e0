/** How each person stands with one service under two versions of the rules, row after row: for whoever counts in a way of their own. */
import { toJson } from '../../feel/values.ts'
import type { Declarations, Json } from '../../types.ts'
import { floatsOf, valueOfCode } from '../eval/loaded.ts'
import { ELIGIBLE, INELIGIBLE, OPEN } from '../eval/outcomes.ts'
import type { Seen } from '../eval/shard-eval.ts'
import { itself } from '../plan/nodes.ts'
import type { PlannedAmount } from '../plan/services.ts'
import { shardNames } from '../store/folder.ts'
import type { GivenUp } from '../types.ts'
import { planeReader } from './groups.ts'
import { createJoint, type Planned } from './joint.ts'
import { moneyIn } from './money.ts'

export interface StandsOptions {
  readonly population: string
  readonly today: Declarations
  readonly reform: Declarations
  readonly asOf: string
  readonly service: string
  /** Facts with columns of codes (texts, days, numbers of few values) and with columns of numbers, to be read along. */
  readonly read: readonly string[]
  readonly onProgress?: (done: number, shards: number) => void
}

/** 0 not eligible, 1 eligible, 3 unknown; won a year of those who are eligible, NaN where the amount is not known, 0 without one. */
export interface StandsSide {
  readonly outcomes: Uint8Array
  readonly won: Float64Array
}

/** What a fact is for each person: a code with a table of its values, or a number (NaN unknown, infinity none). */
export type Told =
  | { readonly kind: 'codes'; readonly codes: Uint8Array | Uint16Array; readonly valueOf: (code: number) => Json | undefined }
  | { readonly kind: 'numbers'; readonly numbers: Float64Array }

/** A stretch of people; good until the next comes. */
export interface Stands {
  readonly shard: string
  readonly firstRow: number
  readonly people: number
  readonly before: StandsSide
  readonly after: StandsSide
  /** By fact, in the order asked for. */
  readonly told: readonly Told[]
}

/** Goes through all shards in order of their names. Throws RuleErrors, NotHeldError, RangeError for a service or a column that is not there. */
export function eachStretch(options: StandsOptions, see: (stands: Stands) => void): void {
  const stretches = stretchesOf(options)
  const shards = shardNames(options.population)
  shards.forEach((shard, k) => {
    stretches(shard, see)
    options.onProgress?.(k + 1, shards.length)
  })
}

/** The same shard by shard, for whoever shares them with others: the rules are compiled once. Answers with what took too long for somebody. */
export function stretchesOf({
  population,
  today,
  reform,
  asOf,
  service,
  read,
}: Omit<StandsOptions, 'onProgress'>): (shard: string, see: (stands: Stands) => void) => readonly GivenUp[] {
  const only = new Set([service])
  const joint = createJoint({ folder: population, today, reform, asOf, only, amounts: () => true })
  const rooms = [room(), room()] as const
  const numbers = read.map(() => new Float64Array(MOST_TILE))
  return (shard, see) => {
    joint.evaluate(shard, (planned) => [lookAt(planned, { shard, service, read, rooms, numbers }, see)], false)
    return joint.givenUp()
  }
}

const MOST_TILE = 1 << 16
const room = (): StandsSide => ({ outcomes: new Uint8Array(MOST_TILE), won: new Float64Array(MOST_TILE) })

interface Place extends Pick<StandsOptions, 'service' | 'read'> {
  readonly shard: string
  readonly rooms: readonly [StandsSide, StandsSide]
  readonly numbers: readonly Float64Array[]
}

function lookAt(planned: Planned, { shard, service, read, rooms, numbers }: Place, see: (stands: Stands) => void) {
  const found = planned.services.find(({ id }) => id === service)
  if (found === undefined) throw new RangeError(`There is no service ${service}`)
  // So that their columns are read.
  for (const fact of read) planned.pool.num({ k: 'lookup', per: itself(fact) })
  const amounts: readonly (PlannedAmount | undefined)[] = [found.amountBefore, found.amountAfter]
  const nums = amounts.flatMap((amount) => (amount === undefined ? [] : [amount.num]))
  return {
    groups: [planned.groups[found.before]!, planned.groups[found.after]!],
    nums,
    see: (seen: Seen) => {
      const [before, after] = amounts.map((amount, side) => {
        const vector = amount && seen.numbers[nums.indexOf(amount.num)]
        return sideOf(seen, side as 0 | 1, rooms[side as 0 | 1], amount === undefined ? undefined : moneyIn(seen, amount, vector))
      }) as [StandsSide, StandsSide]
      const told = read.map((fact, i) => toldOf(seen, fact, numbers[i]!))
      see({ shard, firstRow: seen.firstRow, people: seen.people, before, after, told })
    },
  }
}

function sideOf(
  seen: Seen,
  side: 0 | 1,
  { outcomes, won }: StandsSide,
  money: ((row: number) => number) | undefined,
): StandsSide {
  const isIn = planeReader(seen)
  const [yes, perhaps] = [seen.yes[side]!, seen.perhaps[side]!]
  for (let row = 0; row < seen.people; row++) {
    const outcome = isIn(yes, row) ? ELIGIBLE : isIn(perhaps, row) ? OPEN : INELIGIBLE
    outcomes[row] = outcome
    won[row] = outcome === ELIGIBLE && money !== undefined ? money(row) : 0
  }
  return { outcomes, won }
}

/** Reads a fact of the people of a tile. Throws RangeError where it has no column of codes or numbers. */
export function toldOf({ shard, memory, firstRow, people }: Seen, fact: string, into: Float64Array): Told {
  const column = shard.columns.get(fact)
  if (column === undefined || column.kind === 'bits') throw new RangeError(`The population has no codes or numbers of ${fact}`)
  const { buffer } = memory.bytes()
  if (column.kind === 'codes') {
    const { at, column: form } = column
    const codes =
      form.width === 1 ? new Uint8Array(buffer, at + firstRow, people) : new Uint16Array(buffer, at + 2 * firstRow, people)
    return { kind: 'codes', codes, valueOf: (code) => toJson(valueOfCode(form, code)) }
  }
  const numberOf = floatsOf(memory, column)
  for (let i = 0; i < people; i++) into[i] = numberOf(firstRow + i)
  return { kind: 'numbers', numbers: into }
}
