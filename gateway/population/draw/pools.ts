/**
 * Who there is: persons by district, age and sex, drawn in pools out of which families are formed.
 * A pool is a part of a district, or several small districts together, so that any number of people fits in little memory.
 */
import { addYears, dayFromIso } from '@dpg/period'
import { type Random, whole } from './random.ts'

/** One row of residents.tsv: counts by five-year age, men first. */
export interface Residents {
  readonly code: string
  readonly counts: readonly number[]
}

export interface Pool {
  readonly index: number
  readonly parts: readonly { readonly residents: Residents; readonly people: number }[]
}

/** A person before anything but age, sex and district is known. `born` is a day. */
export interface Soul {
  readonly sex: 'male' | 'female'
  readonly age: number
  readonly born: number
  readonly code: string
}

const SMALLEST = 600
const LARGEST = 8000
const BANDS = 21
/** The day on which ages are those of the table. */

export const REFERENCE = { year: 2026, month: 11, day: 1 } as const
export const REFERENCE_ISO = '2026-11-01'
export const REFERENCE_DAY = dayFromIso(REFERENCE_ISO)

const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)

/** Shares of a whole that add up to it exactly. */
const apportion = (weights: readonly number[], whole: number): readonly number[] => {
  const all = total(weights)
  let [seen, given] = [0, 0]
  return weights.map((weight) => {
    seen += weight
    const upTo = Math.round((seen * whole) / all)
    const share = upTo - given
    given = upTo
    return share
  })
}

/** All pools for so many people, in the order of the table. */
export function* planPools(table: readonly Residents[], people: number): Generator<Pool> {
  const shares = apportion(
    table.map((row) => total(row.counts)),
    people,
  )
  const groups: { residents: Residents; people: number }[][] = []
  let gathered = SMALLEST
  for (const [i, residents] of table.entries()) {
    if (gathered >= SMALLEST) {
      groups.push([])
      gathered = 0
    }
    groups.at(-1)?.push({ residents, people: shares[i] ?? 0 })
    gathered += shares[i] ?? 0
  }
  if (gathered < SMALLEST && groups.length > 1) groups.at(-2)?.push(...(groups.pop() ?? []))
  let index = 0
  for (const group of groups) {
    const size = total(group.map((part) => part.people))
    const chunks = Math.max(1, Math.ceil(size / LARGEST))
    const split = group.map((part) =>
      apportion(
        Array.from({ length: chunks }, () => 1),
        part.people,
      ),
    )
    for (let chunk = 0; chunk < chunks; chunk++)
      yield { index: index++, parts: group.map((part, i) => ({ residents: part.residents, people: split[i]?.[chunk] ?? 0 })) }
  }
}

/** Ages spread evenly inside their five years; those of 100 and over stop at 104. */
const soul = (random: Random, cell: number, code: string): Soul => {
  const age = (cell % BANDS) * 5 + whole(random, 5)
  // The last birthday was at most 364 days before the reference day.
  const birthday = REFERENCE_DAY - whole(random, 365)
  return { sex: cell < BANDS ? 'male' : 'female', age, born: addYears(birthday, -age), code }
}

/** The people of a pool: each cell as often as its share says, left-overs by one random start (systematic sampling). */
export const drawPool = (random: Random, pool: Pool): Soul[] => {
  const souls: Soul[] = []
  for (const { residents, people } of pool.parts) {
    const all = total(residents.counts)
    const start = random()
    let [seen, given] = [0, 0]
    for (const [cell, count] of residents.counts.entries()) {
      seen += count
      const upTo = cell === residents.counts.length - 1 ? people : Math.floor((seen * people) / all + start)
      for (; given < upTo; given++) souls.push(soul(random, cell, residents.code))
    }
  }
  return souls
}
