/** Works out every condition over numbers once and keeps its bits, so that rules made of them need no arithmetic any more. */
import { existsSync } from 'node:fs'
import type { Declarations } from '../../types.ts'
import { planeBytes } from '../columns/column.ts'
import type { Encoded } from '../columns/encode.ts'
import { writeShard } from '../columns/shard-file.ts'
import type { Seen } from '../eval/shard-eval.ts'
import type { Bool } from '../plan/nodes.ts'
import type { Group } from '../plan/services.ts'
import { shardNames } from '../store/folder.ts'
import { batchName, dropOutdated, finishBatch, keptPath, makeBatch } from '../store/kept.ts'
import { createJoint, type Planned } from './joint.ts'

type Leaf = Extract<Bool, { k: 'compare' | 'within' }>

/** Planes of one leaf over a shard. */
interface Gathered {
  readonly key: string
  readonly yes: Uint8Array
  readonly unknown: Uint8Array
  readonly none: Uint8Array
}

/** Conditions that are kept already, and shards done by a run that ended early, are not worked out again. Gives how many are new. */
export function keepConditions(population: string, declarations: Declarations, asOf: string): number {
  dropOutdated(population)
  const joint = createJoint({ folder: population, today: declarations, asOf })
  const names = shardNames(population)
  const keys = new Set<string>()
  for (const name of names) for (const { exact } of leavesOf(joint.plannedFor(name))) keys.add(exact.key)
  if (keys.size === 0) return 0
  const all = [...keys].sort()
  const batch = batchName(all)
  makeBatch(population, batch)
  for (const name of names) {
    const path = keptPath(population, batch, name)
    if (existsSync(path)) continue
    const gathered: Gathered[] = []
    const { people } = joint.evaluate(name, (planned, size) => [look(planned, size, gathered)], false)
    writeShard(path, { people, columns: gathered.map((one) => ({ name: one.key, encoded: encoded(one) })) })
  }
  finishBatch(population, batch, all)
  return all.length
}

const leavesOf = ({ pool }: Planned): readonly Leaf[] =>
  pool.bools().filter((bool): bool is Leaf => bool.k === 'compare' || bool.k === 'within')

function look(planned: Planned, people: number, into: Gathered[]) {
  const size = planeBytes(people)
  const leaves = leavesOf(planned)
  // A condition by itself says who is not no, as a criterion who may be yes: between them are those for whom it is none.
  const groups = leaves.flatMap((leaf): readonly Group[] => [
    { index: -1, key: '', items: [leaf] },
    { index: -1, key: '', items: [planned.pool.bool({ k: 'met', a: leaf })] },
  ])
  for (const { exact } of leaves)
    into.push({ key: exact.key, yes: new Uint8Array(size), unknown: new Uint8Array(size), none: new Uint8Array(size) })
  const see = ({ firstRow, people: seen, memory, yes, perhaps }: Seen): void => {
    const bytes = memory.bytes()
    const at = firstRow / 8
    const count = Math.ceil(seen / 8)
    const byteOf = (plane: number, i: number): number => (plane < 64 ? (plane === 1 ? 255 : 0) : bytes[plane + i]!)
    leaves.forEach((_, k) => {
      const one = into[k]!
      for (let i = 0; i < count; i++) {
        const surely = byteOf(yes[2 * k]!, i)
        const open = byteOf(perhaps[2 * k + 1]!, i)
        one.yes[at + i] = surely
        one.unknown[at + i] = open & ~surely
        one.none[at + i] = byteOf(perhaps[2 * k]!, i) & ~open
      }
    })
  }
  return { groups, nums: [], see }
}

function encoded({ yes, unknown, none }: Gathered): Encoded {
  const [hasUnknown, hasNone] = [unknown, none].map((plane) => plane.some((byte) => byte !== 0)) as [boolean, boolean]
  const planes = [yes, ...(hasUnknown ? [unknown] : []), ...(hasNone ? [none] : [])]
  const data = new Uint8Array(yes.length * planes.length)
  planes.forEach((plane, i) => {
    data.set(plane, i * yes.length)
  })
  return { kind: 'bits', data, hasUnknown, hasNone }
}
