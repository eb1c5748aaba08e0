/** One or two versions of the rules over the same shards: planned together, so that what is the same in both is done once. */
import { compileProgram, type Program } from '../../screening/program.ts'
import type { Declarations } from '../../types.ts'
import { columnsOf, openShard, type ShardFile, type ShardMeta } from '../columns/shard-file.ts'
import { rowRunner } from '../eval/judge.ts'
import { loadShard } from '../eval/loaded.ts'
import { createMemory, type Memory } from '../eval/memory.ts'
import { derivedFile } from '../eval/on-demand.ts'
import { evaluateShard, type Judge, type Look, type Pair, type ShardCounts } from '../eval/shard-eval.ts'
import { createTables, type Tables } from '../eval/tables.ts'
import type { KindOf } from '../plan/lower.ts'
import { needsOf } from '../plan/needs.ts'
import { type Bool, createPool, type Pool } from '../plan/nodes.ts'
import { type Group, type Plan, type PlannedAmount, planProgram, routesOf } from '../plan/services.ts'
import { type Description, readDescription, shardPath } from '../store/folder.ts'
import { type KeptBatches, keptPath, readBatches } from '../store/kept.ts'
import type { GivenUp, RouteReport } from '../types.ts'
import { givenUpIn, giveUp, mergedGivenUp } from '../plan/given-up.ts'

export interface JointOptions {
  readonly folder: string
  readonly today: Declarations
  readonly reform?: Declarations
  readonly asOf: string
  /** Services whose amounts are wanted. */
  readonly amounts?: (service: string) => boolean
  /** Only these services are evaluated. */
  readonly only?: ReadonlySet<string>
  readonly tileSize?: number
  readonly fold?: boolean
}

/** A service in both versions; groups by their number in `groups`. */
export interface JointService {
  readonly id: string
  readonly before: number
  readonly after: number
  readonly amountBefore: PlannedAmount | undefined
  readonly amountAfter: PlannedAmount | undefined
  readonly differs: boolean
}

/** The versions planned for shards whose columns are stored in one way. */
export interface Planned {
  readonly pool: Pool
  readonly before: Plan
  readonly after: Plan
  readonly groups: readonly Group[]
  readonly pairs: readonly Pair[]
  readonly services: readonly JointService[]
  /** The pair of a service that differs, by its number in `pairs`. */
  readonly pairOf: ReadonlyMap<string, number>
  /** For those of whom the planes are not sure. */
  readonly runners: ReadonlyMap<Program, ReturnType<typeof rowRunner>>
}

export interface Joint {
  readonly plannedFor: (name: string) => Planned
  /** Evaluates a shard; `looks` are made for its plan. With `counting` false nothing else is evaluated. */
  readonly evaluate: (
    name: string,
    looks?: (planned: Planned, people: number) => readonly Look[],
    counting?: boolean,
  ) => { planned: Planned; counts: ShardCounts; people: number }
  readonly routes: (name: string) => RouteReport
  /** What was given up for somebody of the shards so far. */
  readonly givenUp: () => readonly GivenUp[]
}

const TILE = 16_384

export function createJoint(options: JointOptions): Joint {
  const { folder, asOf, tileSize = TILE } = options
  const programs: readonly [Program, Program] = programsOf(options)
  const description = readDescription(folder)
  const byKinds = new Map<string, Planned>()
  const kept = readBatches(folder)
  const tables = createTables()
  const memory = createMemory()
  const start = memory.mark()

  const planned = (name: string, shard: ShardFile): Planned => {
    const signature = `${kindsIn(shard.meta)}\n${kept.signature(name)}`
    const known = byKinds.get(signature) ?? plan(programs, kindsOf(name, shard), options, description)
    byKinds.set(signature, known)
    return known
  }
  const kindsOf = (name: string, shard: ShardFile): KindOf => {
    const columns = columnsOf(shard.meta)
    return (column) => columns.get(column)?.kind ?? (kept.batchOf(column, name) === undefined ? undefined : 'bits')
  }
  const opened = <T>(name: string, work: (shard: ShardFile) => T): T => {
    const shard = openShard(shardPath(folder, name))
    try {
      return work(shard)
    } finally {
      shard.close()
    }
  }
  return {
    plannedFor: (name) => opened(name, (shard) => planned(name, shard)),
    evaluate: (name, looksOf, counting = true) =>
      opened(name, (shard) => {
        memory.back(start)
        return evaluateOpen(
          shard,
          name,
          planned(name, shard),
          { folder, asOf, tileSize, tables, memory, kept, counting },
          looksOf,
        )
      }),
    routes: (name) =>
      opened(name, (shard) => {
        const held = columnsOf(shard.meta)
        return routesOf(planned(name, shard).after, (key) => held.has(key) || kept.batchOf(key, name) !== undefined)
      }),
    givenUp: () => mergedGivenUp([...byKinds.values()].flatMap(({ before, after }) => [before, after].map(givenUpIn))),
  }
}

/** Descriptions stay from question to question, and with them what they say. */
const kindsKnown = new WeakMap<ShardMeta, string>()

function kindsIn(meta: ShardMeta): string {
  const known = kindsKnown.get(meta) ?? meta.columns.map((column) => `${column.name} ${column.kind}`).join('\n')
  kindsKnown.set(meta, known)
  return known
}

function programsOf({ today, reform, only, fold = true }: JointOptions): readonly [Program, Program] {
  const compiled = (declarations: Declarations): Program => {
    const services = only ? declarations.services.filter(({ id }) => only.has(id)) : declarations.services
    return compileProgram({ ...declarations, services }, fold)
  }
  const before = compiled(today)
  return [before, reform === undefined ? before : compiled(reform)]
}

interface Place {
  readonly folder: string
  readonly asOf: string
  readonly tileSize: number
  readonly tables: Tables
  readonly memory: Memory
  readonly kept: KeptBatches
  readonly counting: boolean
}

function evaluateOpen(
  shard: ShardFile,
  name: string,
  planned: Planned,
  { folder, asOf, tileSize, tables, memory, kept, counting }: Place,
  looksOf: ((planned: Planned, people: number) => readonly Look[]) | undefined,
) {
  const looks = looksOf?.(planned, shard.meta.people) ?? []
  const needs = needsOf(planned.pool)
  const held = columnsOf(shard.meta)
  shard.meta.givenUp?.forEach(giveUp)
  const loaded = loadShard(memory, shard, [...needs.facts, ...needs.derived.map(({ key }) => key)], tileSize)
  const add = (file: ShardFile, keys: readonly string[]): void => {
    try {
      file.meta.givenUp?.forEach(giveUp)
      for (const [key, column] of loadShard(memory, file, keys, tileSize).columns) loaded.columns.set(key, column)
    } finally {
      file.close()
    }
  }
  const elsewhere = needs.derived.filter(({ key }) => !held.has(key))
  for (const [batch, list] of Map.groupBy(elsewhere, ({ key }) => kept.batchOf(key, name))) {
    if (batch === undefined) for (const derived of list) add(derivedFile(folder, name, shard, derived, asOf), [derived.key])
    else
      add(
        openShard(keptPath(folder, batch, name)),
        list.map(({ key }) => key),
      )
  }
  const { pool } = planned
  const [groups, pairs] = counting ? [planned.groups, planned.pairs] : [[], []]
  const runs = new Map([...planned.runners].map(([program, runner]) => [program, runner(loaded)]))
  const judge: Judge = (derived, row) => derived.run(runs.get(derived.program)!(row))
  const counts = evaluateShard({ memory, pool, shard: loaded, tables, tileSize, groups, pairs, looks, judge })
  return { planned, counts, people: loaded.people }
}

function plan(
  [before, after]: readonly [Program, Program],
  kindOf: KindOf,
  { asOf, amounts }: JointOptions,
  { order, given: names }: Description,
): Planned {
  const given = new Set(names)
  const pool = createPool()
  const options = { pool, asOf, kindOf, given, amounts: amounts ?? false }
  const old = planProgram(before, options)
  const fresh = before === after ? old : planProgram(after, options)
  const groups: Group[] = []
  const known = new Map<string, number>()
  const groupOf = (group: Group): number => {
    const at = known.get(group.key) ?? groups.push({ ...group, index: groups.length, items: ordered(group.items) }) - 1
    known.set(group.key, at)
    return at
  }
  /** What is asked of the column that people stand in order of comes first: it often settles whole tiles. */
  const ordered = (items: Group['items']): Group['items'] => {
    const isPlace = (item: Bool): boolean => item.k === 'met' && item.a.k === 'table' && item.a.per.column === order
    return [...items.filter(isPlace), ...items.filter((item) => !isPlace(item))]
  }
  const nobody: Group = { index: -1, key: 'nobody', items: [pool.bool({ k: 'const', value: false })] }
  const byId = (of: Plan) => new Map(of.services.map((service) => [service.id, service]))
  const [oldById, freshById] = [byId(old), byId(fresh)]
  const services = [...new Set([...oldById.keys(), ...freshById.keys()])].map((id): JointService => {
    const [a, b] = [oldById.get(id), freshById.get(id)]
    const beforeGroup = groupOf(a ? old.groups[a.group]! : nobody)
    const afterGroup = groupOf(b ? fresh.groups[b.group]! : nobody)
    const sameMoney = a?.amount?.num.id === b?.amount?.num.id && a?.amount?.times === b?.amount?.times
    const differs = beforeGroup !== afterGroup || !sameMoney
    return { id, before: beforeGroup, after: afterGroup, amountBefore: a?.amount, amountAfter: b?.amount, differs }
  })
  const pairs: Pair[] = []
  const pairOf = new Map<string, number>()
  const byGroups = new Map<string, number>()
  for (const { id, before: a, after: b } of services) {
    if (a === b) continue
    const key = `${a} ${b}`
    const at = byGroups.get(key) ?? pairs.push({ before: groups[a]!, after: groups[b]! }) - 1
    byGroups.set(key, at)
    pairOf.set(id, at)
  }
  const runners = new Map([old, fresh].map((one) => [one.program, rowRunner(one, asOf)]))
  return { pool, before: old, after: fresh, groups, pairs, services, pairOf, runners }
}
