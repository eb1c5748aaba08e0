/** What a sweep is asked: plain data, kept beside its queue, the same for every worker. */
import { bordersFor, comparisonOf, questionOf } from '../compare/compare.ts'
import type { Part } from '../compare/part.ts'
import type { Question } from '../compare/threads.ts'
import type { Comparison, CompareOptions } from '../types.ts'
import { codeMark, markOf, markOfShard, type PeopleMark } from './identity.ts'
import type { ShardQueue } from './queue.ts'

export interface SweepTask {
  readonly question: Omit<Question, 'folder'>
  readonly people: PeopleMark
  readonly code: string
}

/** What a worker says of one shard. */
export interface ShardReport {
  readonly shard: string
  readonly worker: string
  readonly part: Part
  readonly cpuSeconds: number
  readonly maxRss: number
}

/** Reads the question; `before` is the same task as it was made once, whose borders are taken over. Throws SweepError when it is another. */
export async function sweepTask(options: CompareOptions, before?: SweepTask): Promise<SweepTask> {
  const { folder, ...asked } = questionOf(options)
  const people = markOf(folder)
  const names = Object.keys(people.shards)
  if (names.length === 0) throw new SweepError(`${folder} has no people`)
  const of = (borders: Question['borders']): SweepTask => ({
    question: { ...asked, borders, isSurvey: false },
    people,
    code: codeMark(),
  })
  if (before === undefined) return of(await bordersFor({ folder, ...asked }, names))
  const now = of(before.question.borders)
  if (JSON.stringify(now.question) !== JSON.stringify(before.question))
    throw new SweepError('This sweep was prepared with another question; take another folder')
  checkTask(before, folder)
  return before
}

export const shardsOf = ({ people }: SweepTask): readonly string[] => Object.keys(people.shards)

/** Throws SweepError where these are not the people, or this is not the code, that the sweep was prepared for. */
export function checkTask(task: SweepTask, population: string): void {
  checkCode(task)
  const { made, shards } = markOf(population)
  const asked = task.people
  const names = [...new Set([...Object.keys(shards), ...Object.keys(asked.shards)])]
  const others = names.filter((name) => shards[name] !== asked.shards[name])
  if (others.length > 0 || made !== asked.made) throw otherPeople(population, others)
}

/** The same for one shard, before and after it is read. */
export function checkShard({ people }: SweepTask, population: string, shard: string): void {
  if (markOfShard(population, shard) !== people.shards[shard]) throw otherPeople(population, [shard])
}

export function checkCode({ code }: Pick<SweepTask, 'code'>): void {
  if (code === codeMark()) return
  throw new SweepError(
    'This sweep was prepared by another version of the rules engine: what both report does not belong together. Go on with that version, or begin a new sweep',
  )
}

function otherPeople(population: string, shards: readonly string[]): SweepError {
  const which = shards.length === 0 ? 'they were made otherwise' : `${shards.length} shards differ, the first is ${shards[0]}`
  return new SweepError(
    `The people in ${population} are not those that this sweep was prepared for: ${which}. Begin a new sweep for them; a copy of the people must keep the times of its files (cp -a, rsync -a)`,
  )
}

/** A sweep that cannot go on: its people, its code or its question are others now, or shards are open. */
export class SweepError extends Error {
  override readonly name = 'SweepError'
}

export interface SweepResult {
  readonly comparison: Comparison
  readonly reports: readonly Omit<ShardReport, 'part'>[]
}

/** What a finished sweep found. Throws SweepError while shards are open. */
export async function resultOf(task: SweepTask, queue: Pick<ShardQueue<ShardReport>, 'open' | 'reports'>): Promise<SweepResult> {
  checkCode(task)
  const open = await queue.open()
  if (open.length > 0) throw new SweepError(`${open.length} shards are not evaluated yet`)
  const byShard = new Map((await queue.reports()).map((report) => [report.shard, report]))
  const names = shardsOf(task)
  const reports = names.map((name) => {
    const report = byShard.get(name)
    if (report === undefined) throw new SweepError(`${name} is not in the queue of this sweep`)
    return report
  })
  const { today, reform, by, asOf } = task.question
  return {
    comparison: comparisonOf(
      reports.map(({ part }) => part),
      { today, asOf, by, ...(reform && { reform }) },
      names,
    ),
    reports: reports.map(({ part: _part, ...told }) => told),
  }
}
