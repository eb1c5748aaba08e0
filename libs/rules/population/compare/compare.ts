/** Two versions of the rules over a population: counts, differences, money, groups. */
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Declarations } from '../../types.ts'
import { shardNames } from '../store/folder.ts'
import type { Comparison, CompareOptions, GroupBy, GroupRow, ServiceComparison } from '../types.ts'
import { byName } from './groups.ts'
import { type Part, partOf, type PartTask } from './part.ts'
import { addTo, countsOf, deltaOf, rowOfSums, type Sums } from './sums.ts'

/** Runs both versions. Throws RuleErrors, FeelError (a grouping), NotHeldError (facts that the population has not). */
export async function compare(options: CompareOptions): Promise<Comparison> {
  const { population: folder, today, reform, asOf, by = [], services = [], onProgress } = options
  const names = shardNames(folder)
  if (names.length === 0) throw new Error(`${folder} has no people`)
  const workers = Math.min(options.workers ?? 0, availableParallelism(), names.length)
  const base = { folder, today, asOf, by, services, ...(reform && { reform }) }
  const needsBorders = by.some(({ quantiles }) => quantiles !== undefined)
  const borders = needsBorders
    ? bordersOf(by, await run({ ...base, borders: [], isSurvey: true }, names, workers))
    : by.map(() => [])
  let done = 0
  const parts = await run({ ...base, borders, isSurvey: false }, names, workers, () => onProgress?.(++done, names.length))
  return comparisonOf(parts, options, names)
}

/** Where the parts of equal size begin, for groupings that want them. */
export async function bordersFor(
  task: Omit<PartTask, 'names'>,
  names: readonly string[],
  workers = 0,
): Promise<readonly (readonly number[])[]> {
  if (task.by.every(({ quantiles }) => quantiles === undefined)) return task.by.map(() => [])
  return bordersOf(task.by, await run(task, names, workers))
}

async function run(
  task: Omit<PartTask, 'names'>,
  names: readonly string[],
  workers: number,
  onShard?: () => void,
): Promise<readonly Part[]> {
  if (workers === 0) {
    return names.map((name) => {
      const part = partOf({ ...task, names: [name] })
      onShard?.()
      return part
    })
  }
  const queue = [...names]
  const parts: Part[] = []
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task })
      const next = (): void => {
        const name = queue.shift()
        if (name === undefined) {
          void worker.terminate()
          resolve()
        } else worker.postMessage(name)
      }
      worker.on('message', (message: Part | 'ready') => {
        if (message !== 'ready') {
          parts.push(message)
          onShard?.()
        }
        next()
      })
      worker.on('error', reject)
    })
  await Promise.all(Array.from({ length: workers }, work))
  return parts
}

function bordersOf(by: readonly GroupBy[], parts: readonly Part[]): readonly (readonly number[])[] {
  return by.map(({ quantiles }, i) => {
    if (quantiles === undefined) return []
    const all = parts.flatMap((part) => part.numbers[i]!).sort((a, b) => a - b)
    return Array.from({ length: quantiles - 1 }, (_, q) => all[Math.floor(((q + 1) * all.length) / quantiles)] ?? 0)
  })
}

/** Adds up the parts. */
export function comparisonOf(parts: readonly Part[], options: CompareOptions, names: readonly string[]): Comparison {
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
  const byPart = parts.map((part) => ({ rows: part.rows, rowOf: new Map(part.services) }))
  const services = first.services.map(([id]): ServiceComparison => {
    const sums = new Array<number>(8).fill(0)
    for (const { rows, rowOf } of byPart) addTo(sums, rows[rowOf.get(id)!]!)
    const before = countsOf(sums[0]!, sums[1]!, people)
    const after = countsOf(sums[2]!, sums[3]!, people)
    const delta = deltaOf(sums.slice(4))
    const sheet = merged.get(id)
    const money = sheet && rowOfSums('', sheet.all)
    return {
      service: id,
      before: { ...before, won: money?.before.won ?? 0, amountUnknown: money?.before.amountUnknown ?? 0 },
      after: { ...after, won: money?.after.won ?? 0, amountUnknown: money?.after.amountUnknown ?? 0 },
      delta,
      winners: money?.winners ?? { people: 0, won: 0 },
      losers: money?.losers ?? { people: 0, won: 0 },
      by: sheet === undefined ? {} : tables(id),
    }
  })
  const total = merged.get(TOTAL)
  const row = total === undefined ? rowOfSums('', new Array<number>(13).fill(0)) : rowOfSums('', total.all)
  return {
    people,
    asOf,
    services,
    total: { before: row.before, after: row.after, winners: row.winners, losers: row.losers, by: tables(TOTAL) },
    routes: first.routes,
    identity: {
      population: hash(names.map((name, i) => [name, parts[i]?.people])),
      today: hashOf(today),
      reform: hashOf(reform ?? today),
    },
  }
}

export const TOTAL = ''

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)
const hashOf = (declarations: Declarations): string => hash(declarations)
