/** A comparison over some shards: plain data in and out, so that any thread or process can do it. */
import type { Declarations } from '../../types.ts'
import type { GivenUp, GroupBy, RouteReport } from '../types.ts'
import type { Look, ShardCounts } from '../eval/shard-eval.ts'
import { changedServices } from './changed.ts'
import { createJoint, type Joint, type JointService, type Planned } from './joint.ts'
import { readDescription } from '../store/folder.ts'
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
  readonly household?: string
  /** Amounts and groups too. */
  readonly money: boolean
  /** Only the numbers of groupings into parts of equal size are gathered. */
  readonly isSurvey: boolean
  /** Which way the leaves go is told too: the same for all shards, so once is enough. */
  readonly withRoutes: boolean
}

/** Numbers of one shard that many services share: surely, perhaps before; the same after; the four of the delta where it differs. */
export type Numbers = readonly number[]

export interface Part {
  readonly people: number
  readonly rows: readonly Numbers[]
  /** Services by the row they have. */
  readonly services: readonly (readonly [string, number])[]
  /** The sheet of all together has no id. */
  readonly sheets: readonly {
    readonly id: string
    readonly all: readonly number[]
    readonly groups: readonly (readonly (readonly [string, readonly number[]])[])[]
  }[]
  readonly numbers: readonly (readonly number[])[]
  readonly routes?: RouteReport
  readonly givenUp: readonly GivenUp[]
}

/** So many people of a shard at most tell where parts of equal size begin. */
const SAMPLE = 4096

/** Shards are few to a task; what is compiled is kept as long as the task's rules are the same objects. */
let kept:
  | { readonly task: Pick<PartTask, 'folder' | 'today' | 'reform' | 'asOf' | 'services' | 'money'>; readonly joint: Joint }
  | undefined

function jointOf(task: PartTask): Joint {
  const isSame =
    kept !== undefined &&
    kept.task.folder === task.folder &&
    kept.task.today === task.today &&
    kept.task.reform === task.reform &&
    kept.task.asOf === task.asOf &&
    kept.task.services === task.services &&
    kept.task.money === task.money
  if (isSame) return kept!.joint
  const { folder, today, reform, asOf, services, money } = task
  const asked = new Set(services)
  const changed = reform === undefined ? undefined : changedServices(today, reform)
  const amounts = (id: string) => money && (asked.has(id) || (changed?.(id) ?? false))
  const { order } = readDescription(folder)
  if (task.household !== undefined && order !== undefined)
    throw new RangeError(`People stand in order of ${order}: households are not together. Make the population without an order`)
  const joint = createJoint({ folder, today, asOf, amounts, ...(reform && { reform }) })
  kept = { task, joint }
  return joint
}

export function partOf(task: PartTask): Part {
  const joint = jointOf(task)
  const asked = new Set(task.services)
  const sheets = createSheets(task.by.length)
  const numbers = task.by.map((): number[] => [])
  let people = 0
  let found: Pick<Part, 'rows' | 'services'> | undefined
  for (const name of task.names) {
    const survey = (planned: Planned): readonly Look[] =>
      task.by.flatMap((by, i) => (by.quantiles === undefined ? [] : [numbersLook(planned, by, STEP, numbers[i]!)]))
    const money = (planned: Planned): readonly Look[] => {
      const isWanted = ({ id, differs }: JointService) => asked.has(id) || (task.reform !== undefined && differs)
      const services = task.money ? planned.services.filter(isWanted) : []
      return services.length === 0 && task.by.length === 0
        ? []
        : [moneyLook(planned, sheets, { by: task.by, borders: task.borders, services, household: task.household })]
    }
    const result = joint.evaluate(name, task.isSurvey ? survey : money, !task.isSurvey)
    people += result.people
    if (!task.isSurvey) found = added(found, rowsOf(result))
  }
  return {
    people,
    ...(found ?? { rows: [], services: [] }),
    sheets: task.isSurvey ? [] : plain(sheets),
    numbers,
    givenUp: joint.givenUp(),
    ...(task.withRoutes && { routes: joint.routes(task.names[0]!) }),
  }
}

const STEP = Math.max(1, Math.floor(8192 / SAMPLE))

function rowsOf({ planned, counts }: ReturnType<Joint['evaluate']>): Pick<Part, 'rows' | 'services'> {
  const rows: Numbers[] = []
  const known = new Map<string, number>()
  const services = planned.services.map(({ id, before, after }): readonly [string, number] => {
    const key = `${before} ${after}`
    const at = known.get(key) ?? rows.push(numbersOf(planned, counts, id, before, after)) - 1
    known.set(key, at)
    return [id, at]
  })
  return { rows, services }
}

function numbersOf({ pairOf }: Planned, { groups, pairs }: ShardCounts, id: string, before: number, after: number): Numbers {
  const of = (group: number): readonly number[] => [groups[2 * group]!, groups[2 * group + 1]!]
  const pair = pairOf.get(id)
  return [...of(before), ...of(after), ...(pair === undefined ? [] : pairs.subarray(4 * pair, 4 * pair + 4))]
}

/** Shards may be planned differently, so rows are added service by service. */
function added(
  a: Pick<Part, 'rows' | 'services'> | undefined,
  b: Pick<Part, 'rows' | 'services'>,
): Pick<Part, 'rows' | 'services'> {
  if (a === undefined) return b
  const other = new Map(b.services)
  const rows = a.services.map(([id, row]) => {
    const [x, y] = [a.rows[row]!, b.rows[other.get(id)!]!]
    return Array.from({ length: Math.max(x.length, y.length) }, (_, i) => (x[i] ?? 0) + (y[i] ?? 0))
  })
  return { rows, services: a.services.map(([id], i) => [id, i]) }
}

/** The sheet of a service counted in households. */
export const homesOf = (id: string): string => `homes ${id}`

function plain({ services, homes, total, labels }: Sheets): Part['sheets'] {
  const of = (id: string, { all, by }: Sheet) => ({
    id,
    all,
    groups: by.map((list, k) => list.flatMap((sums, group) => (sums ? [[labels[k]!.names[group]!, sums] as const] : []))),
  })
  return [
    ...[...services].map(([id, sheet]) => of(id, sheet)),
    ...[...homes].map(([id, sheet]) => of(homesOf(id), sheet)),
    of('', total),
  ]
}
