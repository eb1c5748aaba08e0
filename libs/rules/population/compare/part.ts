/** A comparison over some shards: plain data in and out, so that any thread or process can do it. */
import type { Declarations } from '../../types.ts'
import type { GroupBy, RouteReport } from '../types.ts'
import { createJoint, type Joint } from './joint.ts'
import { createSheets, moneyLook, numbersLook, type Sheet, type Sheets } from './looks.ts'

export interface PartTask {
  readonly folder: string
  readonly names: readonly string[]
  readonly today: Declarations
  readonly reform?: Declarations
  readonly asOf: string
  readonly by: readonly GroupBy[]
  readonly services: readonly string[]
  readonly borders: readonly (readonly number[])[]
  /** Only the numbers of groupings into parts of equal size are gathered. */
  readonly isSurvey: boolean
}

export interface Part {
  readonly people: number
  readonly services: readonly {
    readonly id: string
    readonly before: readonly [number, number]
    readonly after: readonly [number, number]
    readonly delta: readonly number[] | undefined
  }[]
  /** The sheet of all together has no id. */
  readonly sheets: readonly {
    readonly id: string
    readonly all: readonly number[]
    readonly groups: readonly (readonly (readonly [string, readonly number[]])[])[]
  }[]
  readonly numbers: readonly (readonly number[])[]
  readonly routes: RouteReport
}

/** So many people of a shard at most tell where parts of equal size begin. */
const SAMPLE = 4096

/** Shards are few to a task; what is compiled is kept as long as the task's rules are the same objects. */
let kept:
  | { readonly task: Pick<PartTask, 'folder' | 'today' | 'reform' | 'asOf' | 'services'>; readonly joint: Joint }
  | undefined

function jointOf(task: PartTask): Joint {
  const isSame =
    kept !== undefined &&
    kept.task.folder === task.folder &&
    kept.task.today === task.today &&
    kept.task.reform === task.reform &&
    kept.task.asOf === task.asOf &&
    kept.task.services === task.services
  if (isSame) return kept!.joint
  const { folder, today, reform, asOf, services } = task
  const asked = new Set(services)
  const changed = reform === undefined ? undefined : changedMoney(today, reform)
  const amounts = (id: string) => asked.has(id) || (changed?.(id) ?? false)
  const joint = createJoint({ folder, today, asOf, amounts, ...(reform && { reform }) })
  kept = { task, joint }
  return joint
}

/** With any parameter or derived fact changed every amount may differ; otherwise those whose own rules do. */
function changedMoney(today: Declarations, reform: Declarations): (id: string) => boolean {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  if (!same(today.parameters, reform.parameters) || !same(today.facts, reform.facts)) return () => true
  const before = new Map(today.services.map((service) => [service.id, service]))
  const changed = new Set(reform.services.filter((service) => !same(before.get(service.id), service)).map(({ id }) => id))
  const after = new Set(reform.services.map(({ id }) => id))
  return (id) => changed.has(id) || !after.has(id)
}

export function partOf(task: PartTask): Part {
  const joint = jointOf(task)
  const asked = new Set(task.services)
  const sheets = createSheets(task.by.length)
  const numbers = task.by.map((): number[] => [])
  let people = 0
  let services: { id: string; before: [number, number]; after: [number, number]; delta: number[] | undefined }[] = []
  for (const name of task.names) {
    const result = joint.evaluate(name, (planned) =>
      task.isSurvey
        ? task.by.flatMap((by, i) => (by.quantiles === undefined ? [] : [numbersLook(planned, by, STEP, numbers[i]!)]))
        : [
            moneyLook(
              planned,
              task.by,
              task.borders,
              sheets,
              ({ id, differs }) => asked.has(id) || (task.reform !== undefined && differs),
            ),
          ],
    )
    people += result.people
    const { planned, counts } = result
    const found = planned.services.map(({ id, before, after }) => {
      const pair = planned.pairOf.get(id)
      const of = (group: number): [number, number] => [counts.groups[2 * group]!, counts.groups[2 * group + 1]!]
      return {
        id,
        before: of(before),
        after: of(after),
        delta: pair === undefined ? undefined : [...counts.pairs.subarray(4 * pair, 4 * pair + 4)],
      }
    })
    services = services.length === 0 ? found : services.map((one, i) => plus(one, found[i]!))
  }
  const routes = joint.routes(task.names[0]!)
  return { people, services, sheets: task.isSurvey ? [] : plain(sheets), numbers, routes }
}

const STEP = Math.max(1, Math.floor(8192 / SAMPLE))

type Found = { id: string; before: [number, number]; after: [number, number]; delta: number[] | undefined }
const plus = (a: Found, b: Found): Found => ({
  id: a.id,
  before: [a.before[0] + b.before[0], a.before[1] + b.before[1]],
  after: [a.after[0] + b.after[0], a.after[1] + b.after[1]],
  delta: a.delta || b.delta ? [0, 1, 2, 3].map((i) => (a.delta?.[i] ?? 0) + (b.delta?.[i] ?? 0)) : undefined,
})

function plain({ services, total, labels }: Sheets): Part['sheets'] {
  const of = (id: string, { all, by }: Sheet) => ({
    id,
    all,
    groups: by.map((list, k) => list.flatMap((sums, group) => (sums ? [[labels[k]!.names[group]!, sums] as const] : []))),
  })
  return [...[...services].map(([id, sheet]) => of(id, sheet)), of('', total)]
}
