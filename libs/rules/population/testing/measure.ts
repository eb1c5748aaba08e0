/** The shared workload over one shard in memory, its parts to be timed by themselves. */
import { workload } from '../../testing/workload.ts'
import { compileProgram } from '../../screening/program.ts'
import { openShard } from '../columns/shard-file.ts'
import { loadShard } from '../eval/loaded.ts'
import { createMemory } from '../eval/memory.ts'
import { createShardEval } from '../eval/shard-eval.ts'
import { createTables } from '../eval/tables.ts'
import { needsOf } from '../plan/needs.ts'
import { createPool } from '../plan/nodes.ts'
import { planProgram } from '../plan/services.ts'
import { shardPath } from '../store/folder.ts'

const TILE = 16_384

export interface Measurable {
  readonly people: number
  /** Evaluates all rules; planes of borders are compared on the way, or found ready once `keepPlanes` was called. */
  readonly run: () => { readonly yes: number; readonly unknown: number }
  /** Compares every border of every coded column and keeps the planes. */
  readonly keepPlanes: () => void
  /** Makes the planes true and known of a column of bytes (0 unknown, 2 false, 3 true), as stored columns of bits are made. */
  readonly bitsFromBytes: (bytes: Uint8Array) => void
  /** The planes made last. */
  readonly bits: () => { readonly yes: Uint8Array; readonly known: Uint8Array }
}

/** Literal Kleene logic: covering conditions are not folded, as the figures of other engines want it. */
export function openWorkload(folder: string, name: string, rules: number): Measurable {
  const file = openShard(shardPath(folder, name))
  const kinds = new Map(file.meta.columns.map((column) => [column.name, column.kind]))
  const pool = createPool()
  const plan = planProgram(compileProgram(workload(rules), false), {
    pool,
    asOf: '2026-01-01',
    kindOf: (column) => kinds.get(column),
  })
  const memory = createMemory()
  const shard = loadShard(memory, file, needsOf(pool).facts, TILE)
  file.close()
  const judge = () => {
    throw new Error('nothing of this workload is in doubt')
  }
  const evaluation = createShardEval({ memory, pool, shard, tables: createTables(), tileSize: TILE, groups: plan.groups, judge })
  const room = Math.ceil(shard.people / 128) * 128
  const from = memory.take(room)
  const planes = [memory.take(room / 8), memory.take(room / 8)] as const
  const plane = (at: number): Uint8Array => memory.bytes().slice(at, at + room / 8)
  return {
    people: shard.people,
    run: () => {
      const { groups } = evaluation.run()
      let [yes, unknown] = [0, 0]
      for (const { group } of plan.services) {
        yes += groups[2 * group]!
        unknown += groups[2 * group + 1]! - groups[2 * group]!
      }
      return { yes, unknown }
    },
    keepPlanes: evaluation.keepPlanes,
    bitsFromBytes: (bytes) => {
      memory.bytes().set(bytes, from)
      memory.kernels.from8(planes[0], from, from + room, 3)
      memory.kernels.from8(planes[1], from, from + room, 1)
    },
    bits: () => ({ yes: plane(planes[0]), known: plane(planes[1]) }),
  }
}
