/**
 * People who change: the cells of their row are written over, kept conditions too; what they gain and lose is told at once. A line
 * in the shard's journal comes first, so that changes that a power cut interrupts are made again.
 */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Run } from '../../compiler/run.ts'
import type { Declarations, Json } from '../../types.ts'
import { derivedJson } from '../columns/builder.ts'
import { openShard, type ShardFile } from '../columns/shard-file.ts'
import { createOutcomes, type PersonDelta } from '../eval/outcomes.ts'
import { idsOf } from '../eval/on-demand.ts'
import type { Derived } from '../plan/derived.ts'
import { planBefore } from '../plan/needs.ts'
import { pairRunner, runner } from '../plan/runner.ts'
import type { PersonRow } from '../types.ts'
import { type Write, writeOf } from './cell.ts'
import { readDescription, shardNames, shardPath } from './folder.ts'
import { appendJournal, settle, unsettled } from './journal.ts'
import { rewriteRow } from './rewrite.ts'

export interface Changed extends PersonDelta {
  /** False where a value had no room and the shard was written anew. */
  readonly inPlace: boolean
}

/** A person as known from now on: every fact, not only those that differ; and as known until now. */
export interface Change {
  readonly person: PersonRow
  readonly before: Readonly<Record<string, Json>>
}

export interface Changes {
  /** Throws RangeError for nobody, FactTypeError. */
  readonly change: (person: PersonRow, before: Readonly<Record<string, Json>>) => Changed
  /** Many at once: on the disk together, which is what takes longest. */
  readonly changeAll: (changes: readonly Change[]) => readonly Changed[]
}

/** After so many changes of a shard its cells are brought to the disk; until then a power cut has them written again. */
const SETTLE_AFTER = 512

/** Opens a population made with `whole` for changes, under the rules that it was made for. */
export function openChanges(folder: string, declarations: Declarations, asOf: string): Changes {
  const description = readDescription(folder)
  const { plan, needs } = planBefore(declarations, asOf, new Set(description.given), true)
  const derivedBy = new Map(needs.derived.map((one) => [one.key, one]))
  for (const bool of plan.pool.bools()) if (bool.k === 'compare' || bool.k === 'within') derivedBy.set(bool.exact.key, bool.exact)
  const listed = declarations.facts.map(({ id }) => id)
  const runOf = runner(plan.program, listed, asOf)
  const runsOf = pairRunner(plan.program, listed, asOf)
  const outcomes = createOutcomes(plan)
  const rows = rowsOf(folder)
  const unsettledIn = new Map<string, number>()

  const cellOf = (name: string, person: PersonRow, run: Run): Json | undefined => {
    const derived = derivedBy.get(name)
    if (derived === undefined) return person.facts[name]
    return fitting(derived, derivedJson(derived.run(run)))
  }

  /** Without `changed` every cell of the row. */
  const apply = (shard: string, row: number, person: PersonRow, run: Run, changed?: ReadonlySet<string>): boolean => {
    const isTouched = (name: string): boolean => {
      if (changed === undefined) return true
      const derived = derivedBy.get(name)
      return derived === undefined ? changed.has(name) : derived.facts.some((fact) => changed.has(fact))
    }
    const path = shardPath(folder, shard)
    const inPlace = patch(path, row, isTouched, (name) => cellOf(name, person, run))
    if (!inPlace) rewriteRow(path, row, declarations, (name) => cellOf(name, person, run))
    for (const kept of keptOf(folder, shard)) {
      const isKnown = columnsOf(kept).every((name) => derivedBy.has(name))
      if (!isKnown || !patch(kept, row, isTouched, (name) => cellOf(name, person, run))) rmSync(kept)
    }
    return inPlace
  }

  const settleShard = (shard: string): void => {
    for (const path of [shardPath(folder, shard), ...keptOf(folder, shard)]) flush(path)
    settle(shardPath(folder, shard))
    unsettledIn.set(shard, 0)
  }

  for (const shard of shardNames(folder)) {
    const left = unsettled(shardPath(folder, shard))
    for (const { row, person } of left) apply(shard, row, person, runOf(person.facts))
    if (left.length > 0) settleShard(shard)
  }

  const changeAll = (changes: readonly Change[]): readonly Changed[] => {
    const prepared = changes.map(({ person, before }) => {
      const at = rows.get(person.id)
      if (at === undefined) throw new RangeError(`nobody is ${person.id}`)
      const changed = differing(before, person.facts)
      const [was, is] = runsOf(before, person.facts, changed)
      return { person, ...at, changed, was, is }
    })
    for (const [shard, list] of Map.groupBy(prepared, (one) => one.shard))
      appendJournal(
        shardPath(folder, shard),
        list.map(({ row, person }) => ({ row, person })),
      )
    return prepared.map(({ person, shard, row, changed, was, is }) => {
      const delta = outcomes.between(was, is, changed)
      const inPlace = apply(shard, row, person, is, changed)
      const count = (unsettledIn.get(shard) ?? 0) + 1
      unsettledIn.set(shard, count)
      if (count >= SETTLE_AFTER) settleShard(shard)
      return { inPlace, ...delta }
    })
  }
  return { change: (person, before) => changeAll([{ person, before }])[0]!, changeAll }
}

/** Facts that are others now. */
function differing(before: Readonly<Record<string, Json>>, after: Readonly<Record<string, Json>>): ReadonlySet<string> {
  const found = new Set<string>()
  for (const id of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [a, b] = [before[id], after[id]]
    if (a === b) continue
    const isSame = typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b)
    if (!isSame) found.add(id)
  }
  return found
}

function rowsOf(folder: string): ReadonlyMap<string, { readonly shard: string; readonly row: number }> {
  const rows = new Map<string, { shard: string; row: number }>()
  for (const shard of shardNames(folder)) {
    const file = openShard(shardPath(folder, shard))
    const ids = idsOf(file)
    file.close()
    if (ids === undefined) throw new Error(`${folder} holds no ids; make it with \`whole\``)
    ids.forEach((id, row) => {
      rows.set(id, { shard, row })
    })
  }
  return rows
}

const fitting = (derived: Derived, value: Json | undefined): Json | undefined => {
  if (value === undefined || value === null) return value
  return typeof value === (derived.type === 'date' ? 'number' : derived.type) ? value : null
}

/** Writes the touched cells of a row, or none when one does not fit. */
function patch(
  path: string,
  row: number,
  isTouched: (name: string) => boolean,
  cellOf: (name: string) => Json | undefined,
): boolean {
  const shard = openShard(path)
  const columns = shard.meta.columns.filter(({ name }) => isTouched(name))
  const file = openSync(path, 'r+')
  try {
    const place = { file, base: shard.base, people: shard.meta.people }
    const writes = columns.map((column) => writeOf(place, column, row, cellOf(column.name)))
    if (!writes.every((write): write is Write => write !== undefined)) return false
    for (const write of writes) write()
    return true
  } finally {
    closeSync(file)
    shard.close()
  }
}

/** What has been written to a file is on the disk when this returns. */
function flush(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function columnsOf(path: string): readonly string[] {
  const shard: ShardFile = openShard(path)
  shard.close()
  return shard.meta.columns.map(({ name }) => name)
}

/** Files of kept columns of a shard. */
function keptOf(folder: string, shard: string): readonly string[] {
  const kept = join(folder, 'kept')
  if (!existsSync(kept)) return []
  return readdirSync(kept)
    .map((batch) => join(kept, batch, `${shard}.shard`))
    .filter((path) => existsSync(path))
}
