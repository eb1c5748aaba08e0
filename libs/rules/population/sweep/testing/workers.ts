/** Workers over a small population: the same result however many they are, and whichever of them is killed. */
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { drawPerson, mulberry32, workload } from '../../../testing/workload.ts'
import { makePopulation } from '../../store/writer.ts'
import type { Comparison, CompareOptions } from '../../types.ts'
import type { ShardQueue } from '../queue.ts'
import type { ShardReport, SweepResult } from '../task.ts'

export const SHARDS = 24
const EACH = 150
const asOf = '2026-01-01'
const today = workload(20)

/** One rule gone, one changed. */
export const ASKED: Omit<CompareOptions, 'population'> = {
  today,
  reform: {
    ...today,
    services: today.services
      .slice(1)
      .map((service, i) => (i === 0 ? { ...service, criteria: [{ id: 'age', test: 'p.age >= 40' }] } : service)),
  },
  asOf,
}

/** Makes the people; gives their folder. */
export async function makePeople(folder: string, { seed = 42, each = EACH } = {}): Promise<string> {
  const population = join(folder, 'people')
  const r = mulberry32(seed)
  const people = Array.from({ length: SHARDS * each }, (_, i) => ({ id: String(i), facts: drawPerson(r) }))
  await makePopulation({ folder: population, declarations: today, asOf, shardSize: each, few: 50 }, people)
  return population
}

/** Hears what a worker process says, from its start on. */
export function hear(worker: ChildProcess) {
  const lines: string[] = []
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    worker.on('exit', (code, signal) => resolve(signal ?? code)),
  )
  const reader = createInterface({ input: worker.stdout! }).on('line', (line) => void lines.push(line))
  return {
    lines,
    ended,
    /** Waits for a line that begins so; gives the rest of it. */
    until: (begin: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = lines.find((one) => one.startsWith(begin))
          if (line !== undefined) resolve(line.slice(begin.length))
        }
        reader.on('line', look).on('close', () => reject(new Error(`the worker ended before it said ${begin}`)))
        look()
      }),
  }
}

export interface Workplace {
  /** Starts a worker process whose lines can be read; one that dies uses `holding`. */
  readonly start: (kind: 'works' | 'dies') => ChildProcess
  /** A door to the queue of its own. */
  readonly queue: () => Promise<ShardQueue<ShardReport>>
  readonly result: () => Promise<SweepResult>
}

/** Four workers run together, one of them is killed half-way, the others run on. */
export async function survives(place: Workplace, expected: Comparison): Promise<void> {
  const gate = await place.queue()
  // So that all four run before anything is done: what is left to do is handed out by this test.
  const kept: string[] = []
  for (let shard = await gate.take(); shard !== undefined; shard = await gate.take()) kept.push(shard)
  assert.equal(kept.length, SHARDS)
  const handOut = async (count: number): Promise<void> => {
    for (const shard of kept.splice(0, count)) await gate.giveBack(shard)
  }
  const dying = place.start('dies')
  const victim = hear(dying)
  const others = Array.from({ length: 3 }, () => hear(place.start('works')))
  const renewing = setInterval(() => void Promise.all(kept.map((shard) => gate.renew(shard))).catch(() => {}), 100)
  let shard: string | undefined
  try {
    await victim.until('ready ')
    const holds = victim.until('holding ')
    await handOut(1)
    await Promise.all(others.map((worker) => worker.until('ready ')))
    while (shard === undefined) {
      shard = await Promise.race([holds, pause(1000)])
      // Another was quicker: the next one, then.
      if (shard === undefined) await handOut(1)
    }
    await handOut(kept.length - SHARDS / 3)
    while ((await gate.open()).length > SHARDS / 2) await pause(10)
    dying.kill('SIGKILL')
    assert.equal(await victim.ended, 'SIGKILL')
    await assert.rejects(place.result(), /not evaluated yet/)
  } finally {
    clearInterval(renewing)
    await handOut(kept.length)
  }
  assert.deepEqual(await Promise.all(others.map(({ ended }) => ended)), [0, 0, 0])
  const { comparison, reports } = await place.result()
  assert.deepEqual(comparison, expected)
  assert.deepEqual(new Set(reports.map((report) => report.shard)).size, SHARDS)
  assert.equal((await gate.reports()).length, SHARDS, 'no shard is reported twice')
  const workers = new Set(reports.map(({ worker }) => worker))
  assert.ok(!workers.has(await victim.until('ready ')), 'the one that was killed has reported nothing')
  assert.ok(
    reports.some((report) => report.shard === shard),
    'its shard was done by another',
  )
}

const pause = (ms: number): Promise<undefined> => new Promise((resolve) => setTimeout(() => resolve(undefined), ms))
