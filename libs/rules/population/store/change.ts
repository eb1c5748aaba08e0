/**
 * People who change: the cells of their row are written over, kept conditions too; what they gain and lose is told at once. A line
 * in the shard's journal comes first, so that a change that a power cut interrupts is made again.
 */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Run } from '../../compiler/run.ts'
import type { Declarations, Json } from '../../types.ts'
import { derivedJson } from '../columns/builder.ts'
import { openShard, type ShardFile } from '../columns/shard-file.ts'
import { createOutcomes, deltaBetween, type PersonDelta } from '../eval/outcomes.ts'
import { idsOf } from '../eval/on-demand.ts'
import type { Derived } from '../plan/derived.ts'
import { planBefore } from '../plan/needs.ts'
import { runner } from '../plan/runner.ts'
import type { PersonRow } from '../types.ts'
import { type Write, writeOf } from './cell.ts'
import { readDescription, shardNames, shardPath } from './folder.ts'
import { appendJournal, lastOf } from './journal.ts'
import { rewriteRow } from './rewrite.ts'

export interface Changed extends PersonDelta {
  /** False where a value had no room and the shard was written anew. */
  readonly inPlace: boolean
}

export interface Changes {
  /** The person as known from now on: every fact, not only those that differ. Throws RangeError for nobody, FactTypeError. */
  readonly change: (person: PersonRow, before: Readonly<Record<string, Json>>) => Changed
}

/** Opens a population made with `whole` for changes, under the rules that it was made for. */
export function openChanges(folder: string, declarations: Declarations, asOf: string): Changes {
  const description = readDescription(folder)
  const { plan, needs } = planBefore(declarations, asOf, new Set(description.given), true)
  const derivedBy = new Map(needs.derived.map((one) => [one.key, one]))
  for (const bool of plan.pool.bools()) if (bool.k === 'compare' || bool.k === 'within') derivedBy.set(bool.exact.key, bool.exact)
  const listed = declarations.facts.map(({ id }) => id)
  const runOf = runner(plan.program, listed, asOf)
  const outcomes = createOutcomes(plan)
  const rows = rowsOf(folder)

  const cellOf = (name: string, person: PersonRow, run: Run): Json | undefined => {
    const derived = derivedBy.get(name)
    if (derived === undefined) return person.facts[name]
    return fitting(derived, derivedJson(derived.run(run)))
  }

  const apply = (shard: string, row: number, person: PersonRow): boolean => {
    const run = runOf(person.facts)
    const path = shardPath(folder, shard)
    const inPlace = patch(path, row, (name) => cellOf(name, person, run))
    if (!inPlace) rewriteRow(path, row, declarations, (name) => cellOf(name, person, run))
    for (const kept of keptOf(folder, shard)) {
      const isKnown = columnsOf(kept).every((name) => derivedBy.has(name))
      if (!isKnown || !patch(kept, row, (name) => cellOf(name, person, run))) rmSync(kept)
    }
    return inPlace
  }

  for (const shard of shardNames(folder)) {
    const last = lastOf(shardPath(folder, shard))
    if (last !== undefined) apply(shard, last.row, last.person)
  }

  return {
    change: (person, before) => {
      const at = rows.get(person.id)
      if (at === undefined) throw new RangeError(`nobody is ${person.id}`)
      const was = outcomes.of(runOf(before))
      const is = outcomes.of(runOf(person.facts))
      appendJournal(shardPath(folder, at.shard), { row: at.row, person })
      return { inPlace: apply(at.shard, at.row, person), ...deltaBetween(outcomes.services, was, is) }
    },
  }
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

/** Writes all cells of a row, or none when one does not fit. */
function patch(path: string, row: number, cellOf: (name: string) => Json | undefined): boolean {
  const shard = openShard(path)
  const file = openSync(path, 'r+')
  try {
    const place = { file, base: shard.base, people: shard.meta.people }
    const writes = shard.meta.columns.map((column) => writeOf(place, column, row, cellOf(column.name)))
    if (!writes.every((write): write is Write => write !== undefined)) return false
    for (const write of writes) write()
    fsyncSync(file)
    return true
  } finally {
    closeSync(file)
    shard.close()
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
