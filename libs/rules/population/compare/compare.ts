/** Two versions of the rules over a population: counts, differences, money, groups. */
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Declarations } from '../../types.ts'
import { mergedGivenUp } from '../plan/given-up.ts'
import { shardNames } from '../store/folder.ts'
import type { Comparison, CompareOptions, GroupBy, GroupRow, RouteReport, ServiceComparison } from '../types.ts'
import { onlyChanged } from './changed.ts'
import { byName } from './groups.ts'
import { homesOf, type Part } from './part.ts'
import { createThreads, type Question, type Threads } from './threads.ts'
import { addTo, countsOf, deltaOf, rowOfSums, type Sums } from './sums.ts'

/** A population that is asked again and again: its threads stay. */
export interface Population {
  readonly shards: readonly string[]
  /** Runs both versions. Throws RuleErrors, FeelError (a grouping), NotHeldError (facts that the population has not). */
  readonly compare: (options: Omit<CompareOptions, 'population' | 'workers'>) => Promise<Comparison>
  readonly close: () => Promise<void>
}

/** `workers`: threads beside this one; none works in this one. */
export function openPopulation(folder: string, workers = 0): Population {
  const shards = shardNames(folder)
  if (shards.length === 0) throw new Error(`${folder} has no people`)
  const threads = createThreads(Math.min(workers, availableParallelism(), shards.length))
  return {
    shards,
    compare: async (options) => {
      const question = questionOf({ ...options, population: folder })
      const borders = await bordersFor(question, shards, threads)
      let done = 0
      const asked = threads.run({ ...question, borders, isSurvey: false }, shards, () =>
        options.onProgress?.(++done, shards.length),
      )
      // While the threads work.
      for (const declarations of [options.today, options.reform]) if (declarations) hashOf(declarations)
      const parts = await asked
      return comparisonOf(parts, options, shards)
    },
    close: threads.close,
  }
}

/** Opens, compares, closes. */
export async function compare(options: CompareOptions): Promise<Comparison> {
  const population = openPopulation(options.population, options.workers)
  try {
    return await population.compare(options)
  } finally {
    await population.close()
  }
}

/** The question as the survey asks it, without borders. */
export function questionOf({
  population,
  today,
  reform,
  asOf,
  by = [],
  services = [],
  only,
  money = true,
  household,
}: CompareOptions): Question {
  const question = {
    folder: population,
    asOf,
    by,
    services,
    money,
    borders: [],
    isSurvey: true,
    ...(household !== undefined && { household }),
  }
  if (only !== 'changed' || reform === undefined) return { ...question, today, ...(reform && { reform }) }
  const named = [...by.map(({ value }) => value), household ?? '']
  return { ...question, ...onlyChanged(today, reform, named) }
}

/** Where the parts of equal size begin, for groupings that want them. */
export async function bordersFor(
  question: Question,
  names: readonly string[],
  threads: Threads = createThreads(0),
): Promise<readonly (readonly number[])[]> {
  if (question.by.every(({ quantiles }) => quantiles === undefined)) return question.by.map(() => [])
  return bordersOf(question.by, await threads.run(question, names))
}

function bordersOf(by: readonly GroupBy[], parts: readonly Part[]): readonly (readonly number[])[] {
  return by.map(({ quantiles }, i) => {
    if (quantiles === undefined) return []
    const all = parts.flatMap((part) => part.numbers[i]!).sort((a, b) => a - b)
    return Array.from({ length: quantiles - 1 }, (_, q) => all[Math.floor(((q + 1) * all.length) / quantiles)] ?? 0)
  })
}

/** By service: surely and perhaps before, the same after, the four of the delta. */
function serviceSums(parts: readonly Part[]): ReadonlyMap<string, readonly number[]> {
  const sums = new Map<string, number[]>()
  for (const { rows, services } of parts)
    for (const [id, row] of services) {
      const known = sums.get(id) ?? new Array<number>(8).fill(0)
      sums.set(id, known)
      addTo(known, rows[row]!)
    }
  return sums
}

/** Adds up the parts. */
export function comparisonOf(
  parts: readonly Part[],
  options: Omit<CompareOptions, 'population'>,
  names: readonly string[],
): Comparison {
  const { by = [], asOf, today, reform } = options
  const people = parts.reduce((sum, part) => sum + part.people, 0)
  const [first] = parts as [Part, ...Part[]]
  const merged = new Map<string, { all: Sums; by: Map<string, Sums>[] }>()
  for (const part of parts) {
    for (const { id, all, groups } of part.sheets) {
      const known = merged.get(id) ?? { all: [], by: by.map(() => new Map<string, Sums>()) }
      merged.set(id, known)
      addTo(known.all, all)
      groups.forEach((list, i) => {
        for (const [name, sums] of list) {
          const into = known.by[i]!.get(name) ?? []
          known.by[i]!.set(name, into)
          addTo(into, sums)
        }
      })
    }
  }
  const tables = (id: string): Readonly<Record<string, readonly GroupRow[]>> =>
    Object.fromEntries(
      by.map((one, i) => [
        one.id,
        [...(merged.get(id)?.by[i] ?? [])].sort(([a], [b]) => byName(a, b)).map(([name, sums]) => rowOfSums(name, sums)),
      ]),
    )
  const sumsOf = serviceSums(parts)
  const services = first.services.map(([id]): ServiceComparison => {
    const sums = sumsOf.get(id)!
    const before = countsOf(sums[0]!, sums[1]!, people)
    const after = countsOf(sums[2]!, sums[3]!, people)
    const delta = deltaOf(sums.slice(4))
    const sheet = merged.get(id)
    const money = sheet && rowOfSums('', sheet.all)
    const homes = merged.get(homesOf(id))
    return {
      service: id,
      before: { ...before, won: money?.before.won ?? 0, amountUnknown: money?.before.amountUnknown ?? 0 },
      after: { ...after, won: money?.after.won ?? 0, amountUnknown: money?.after.amountUnknown ?? 0 },
      delta,
      winners: money?.winners ?? { people: 0, won: 0 },
      losers: money?.losers ?? { people: 0, won: 0 },
      by: sheet === undefined ? {} : tables(id),
      ...(homes && { households: { ...withoutName(rowOfSums('', homes.all)), by: tables(homesOf(id)) } }),
    }
  })
  const total = merged.get(TOTAL)
  const row = total === undefined ? rowOfSums('', new Array<number>(13).fill(0)) : rowOfSums('', total.all)
  return {
    people,
    asOf,
    services,
    total: { before: row.before, after: row.after, winners: row.winners, losers: row.losers, by: tables(TOTAL) },
    routes: parts.find((part) => part.routes)?.routes ?? NO_ROUTES,
    givenUp: mergedGivenUp(parts.map(({ givenUp }) => givenUp)),
    identity: {
      population: hash(names.map((name, i) => [name, parts[i]?.people])),
      today: hashOf(today),
      reform: hashOf(reform ?? today),
    },
  }
}

const withoutName = ({ group: _group, ...row }: GroupRow): Omit<GroupRow, 'group'> => row

export const TOTAL = ''
const NO_ROUTES: RouteReport = { leaves: [], services: [] }

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
const hashes = new WeakMap<Declarations, string>()

function hashOf(declarations: Declarations): string {
  const known = hashes.get(declarations) ?? hash(declarations)
  hashes.set(declarations, known)
  return known
}
