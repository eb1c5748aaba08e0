/** Every service as a list of conditions that all must hold, and its amount; services with the same conditions share a group. */
import type { Program, Service } from '../../screening/program.ts'
import type { Declarations } from '../../types.ts'
import { compileProgram } from '../../screening/program.ts'
import type { Route, RouteReport } from '../types.ts'
import { anyUnit, type Derived, unitAmount } from './derived.ts'
import { createLowering, type KindOf, type Lowering } from './lower.ts'
import type { Bool, Num, Pool } from './nodes.ts'

export interface Group {
  readonly index: number
  readonly key: string
  /** Each true, or not: none counts as not. */
  readonly items: readonly Bool[]
}

export interface PlannedAmount {
  readonly num: Num
  /** Times a year. */
  readonly times: number
  /** For people of whom the column is not sure; undefined where the column is the closures' own. */
  readonly exact: Derived | undefined
}

export interface PlannedService {
  readonly id: string
  readonly group: number
  readonly amount: PlannedAmount | undefined
}

export interface Plan {
  readonly pool: Pool
  readonly program: Program
  readonly lowering: Lowering
  readonly groups: readonly Group[]
  readonly services: readonly PlannedService[]
}

const TIMES: Readonly<Record<string, number>> = { day: 365, month: 12, quarter: 4, semester: 2, year: 1, once: 1 }

export interface PlanOptions {
  readonly pool: Pool
  readonly asOf: string
  readonly kindOf: KindOf
  readonly given?: ReadonlySet<string>
  /** Amounts too; they cost columns. */
  readonly amounts?: boolean | ((service: string) => boolean)
  /** Covering conditions fold unless this is false. */
  readonly fold?: boolean
}

/** Plans a program that is compiled already. */
export function planProgram(program: Program, options: PlanOptions): Plan {
  const { pool, asOf, kindOf, given = new Set<string>(), amounts = false } = options
  const lowering = createLowering(program, asOf, pool, kindOf, given)
  const groups: Group[] = []
  const byKey = new Map<string, Group>()
  const met = program.conditions.map((condition) =>
    condition.readsRole ? undefined : pool.bool({ k: 'met', a: lowering.bool(condition.node) }),
  )

  const groupOf = (service: Service): number => {
    const items = new Map<number, Bool>()
    for (const slot of program.groups[service.group]!) {
      const bool = met[program.slots[slot]!.condition]
      if (bool !== undefined) items.set(bool.id, bool)
    }
    if (service.each) {
      const units = pool.bool({ k: 'person', derived: anyUnit(program, lowering.readsOf, lowering.names, service) })
      items.set(units.id, units)
    }
    const key = [...items.keys()].sort((a, b) => a - b).join()
    const known = byKey.get(key)
    if (known !== undefined) return known.index
    const group: Group = { index: groups.length, key, items: [...items.values()] }
    groups.push(group)
    byKey.set(key, group)
    return group.index
  }

  const amountOf = (service: Service): PlannedAmount | undefined => {
    const last = service.steps.at(-1)
    const isWanted = typeof amounts === 'boolean' ? amounts : amounts(service.rules.id)
    if (last === undefined || !isWanted) return undefined
    const times = TIMES[service.rules.amount!.per] ?? 1
    if (service.each) {
      const derived = unitAmount(program, lowering.readsOf, lowering.names, service)
      return { num: pool.num({ k: 'personNumber', derived }), times, exact: undefined }
    }
    const num = lowering.num(last.node)
    const derived: Derived = { ...lowering.derive(last.node), type: 'number' }
    return num === undefined
      ? { num: pool.num({ k: 'personNumber', derived }), times, exact: undefined }
      : { num, times, exact: derived }
  }

  const services = program.services.map(
    (service): PlannedService => ({
      id: service.rules.id,
      group: groupOf(service),
      amount: amountOf(service),
    }),
  )
  return { pool, program, lowering, groups, services }
}

/** Compiles and plans. Throws RuleErrors. */
export const planOf = (declarations: Declarations, options: PlanOptions): Plan =>
  planProgram(compileProgram(declarations, options.fold ?? true), options)

const SLOWEST: readonly Route[] = ['constant', 'bits', 'codes', 'columns', 'derived', 'person']
const slower = (a: Route, b: Route): Route => (SLOWEST.indexOf(a) >= SLOWEST.indexOf(b) ? a : b)

/** Which way every leaf and service goes. `held`: derived columns that the population has already. */
export function routesOf({ groups, services, lowering }: Plan, held: (key: string) => boolean): RouteReport {
  const leaves = new Map<string, { text: string; route: Route; why?: string }>()
  const routes = new Map<number, Route>()
  const leaf = (key: string, text: string, route: Route, why?: string): Route => {
    leaves.set(key, { text, route, ...(why !== undefined && { why }) })
    return route
  }
  const person = (key: string, text: string): Route =>
    held(key)
      ? leaf(key, text, 'derived', lowering.why.get(key) ?? 'judged per unit of a list')
      : leaf(key, text, 'person', lowering.why.get(key) ?? 'judged per unit of a list')
  const visit = (bool: Bool): Route => {
    const known = routes.get(bool.id)
    if (known !== undefined) return known
    const made = route(bool)
    routes.set(bool.id, made)
    return made
  }
  const route = (bool: Bool): Route => {
    switch (bool.k) {
      case 'const':
        return leaf(bool.key, bool.key, 'constant')
      case 'bits':
        return leaf(bool.key, bool.column, 'bits')
      case 'table':
        return leaf(bool.key, bool.per.shown, 'codes')
      case 'and':
      case 'or':
        return bool.items.map(visit).reduce(slower, 'constant')
      case 'not':
      case 'met':
        return visit(bool.a)
      case 'if':
        return [bool.cond, bool.yes, bool.no].map(visit).reduce(slower)
      case 'compare':
      case 'within':
        return leaf(bool.key, bool.exact.shown, 'columns')
      case 'isNone':
        return leaf(bool.key, bool.key, 'columns')
      case 'person':
        return person(bool.derived.key, bool.derived.shown)
    }
  }
  const ofGroups = groups.map(({ items }) => items.map(visit).reduce(slower, 'constant'))
  return { leaves: [...leaves.values()], services: services.map(({ id, group }) => ({ service: id, route: ofGroups[group]! })) }
}
