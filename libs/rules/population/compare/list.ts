/** People on demand: who is (or has become) what, for one service. */
import type { Seen } from '../eval/shard-eval.ts'
import { idsOf } from '../eval/on-demand.ts'
import { openShard } from '../columns/shard-file.ts'
import { shardNames, shardPath } from '../store/folder.ts'
import type { Declarations } from '../../types.ts'
import { planeReader } from './groups.ts'
import { createJoint } from './joint.ts'

export type Who =
  | 'eligible'
  | 'unknown'
  | 'ineligible'
  | 'newlyEntitled'
  | 'noLongerEntitled'
  | 'newlyAnswerable'
  | 'newlyUnknown'

export interface ListOptions {
  readonly population: string
  readonly today: Declarations
  readonly reform?: Declarations
  readonly asOf: string
  readonly service: string
  readonly who: Who
}

/** A person: shard and row always, the id where the population holds ids. */
export interface Found {
  readonly shard: string
  readonly row: number
  readonly id: string | undefined
}

/** Goes through the shards as far as the caller does. Without `reform` only the first three can be asked for. */
export function* list({ population, today, reform, asOf, service, who }: ListOptions): Generator<Found> {
  const only = new Set([service])
  const joint = createJoint({ folder: population, today, asOf, only, ...(reform && { reform }) })
  for (const name of shardNames(population)) {
    const rows: number[] = []
    joint.evaluate(name, ({ services, groups }) => {
      const found = services.find(({ id }) => id === service)
      if (found === undefined) throw new RangeError(`There is no service ${service}`)
      const see = (seen: Seen): void => {
        const is = WHO[who]
        const isIn = planeReader(seen)
        for (let i = 0; i < seen.people; i++) {
          const [yes, maybe] = [seen.yes.map((plane) => isIn(plane, i)), seen.perhaps.map((plane) => isIn(plane, i))]
          if (is(yes[0]!, maybe[0]!, yes[1]!, maybe[1]!)) rows.push(seen.firstRow + i)
        }
      }
      return [{ groups: [groups[found.before]!, groups[found.after]!], nums: [], see }]
    })
    const ids = rows.length === 0 ? undefined : idsIn(population, name)
    for (const row of rows) yield { shard: name, row, id: ids?.[row] }
  }
}

function idsIn(population: string, name: string): readonly string[] | undefined {
  const shard = openShard(shardPath(population, name))
  try {
    return idsOf(shard)
  } finally {
    shard.close()
  }
}

/** Surely and perhaps before, surely and perhaps after. */
const WHO: Readonly<Record<Who, (yes: boolean, maybe: boolean, yesThen: boolean, maybeThen: boolean) => boolean>> = {
  eligible: (_yes, _maybe, yes) => yes,
  unknown: (_yes, _maybe, yes, maybe) => maybe && !yes,
  ineligible: (_yes, _maybe, _then, maybe) => !maybe,
  newlyEntitled: (yes, _maybe, then) => then && !yes,
  noLongerEntitled: (yes, _maybe, then) => yes && !then,
  newlyAnswerable: (yes, maybe, yesThen, maybeThen) => maybe && !yes && !(maybeThen && !yesThen),
  newlyUnknown: (yes, maybe, yesThen, maybeThen) => !(maybe && !yes) && maybeThen && !yesThen,
}
