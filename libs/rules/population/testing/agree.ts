/** Holds the bitmaps against the closure back end: person by person, service by service. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine } from '../../index.ts'
import type { Declarations } from '../../types.ts'
import { createJoint } from '../compare/joint.ts'
import { planeReader } from '../compare/groups.ts'
import { shardNames } from '../store/folder.ts'
import { type MakeOptions, makePopulation } from '../store/writer.ts'
import type { PersonRow } from '../types.ts'
import type { Seen } from '../eval/shard-eval.ts'
import { openShard } from '../columns/shard-file.ts'
import { idsOf } from '../eval/on-demand.ts'
import { shardPath } from '../store/folder.ts'

export interface Difference {
  readonly person: string
  readonly service: string
  readonly closures: string
  readonly bitmaps: string
}

/** All differences; an amount counts as one when it is more than a won away. */
export async function differences(
  declarations: Declarations,
  people: readonly PersonRow[],
  asOf: string,
  make: Partial<MakeOptions> = {},
): Promise<readonly Difference[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dpg-agree-'))
  try {
    await makePopulation({ folder, declarations, asOf, whole: true, ...make }, people)
    return found(folder, declarations, people, asOf)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same over a population that is there. */
export function found(
  folder: string,
  declarations: Declarations,
  people: readonly PersonRow[],
  asOf: string,
): readonly Difference[] {
  const engine = createEngine(declarations)
  const told = new Map(people.map(({ id, facts }) => [id, engine.screen({ facts, asOf }).results]))
  const joint = createJoint({ folder, today: declarations, asOf, amounts: () => true })
  const result: Difference[] = []
  for (const name of shardNames(folder)) {
    const shard = openShard(shardPath(folder, name))
    const ids = idsOf(shard)!
    shard.close()
    joint.evaluate(name, ({ services, groups }) => {
      const nums = services.flatMap(({ amountAfter }) => (amountAfter ? [amountAfter.num] : []))
      const see = (seen: Seen): void => {
        const isIn = planeReader(seen)
        const numbers = seen.memory.numbers()
        for (let i = 0; i < seen.people; i++) {
          const person = ids[seen.firstRow + i]!
          const results = told.get(person)!
          services.forEach(({ id: service, amountAfter }, k) => {
            const outcome = isIn(seen.yes[k]!, i) ? 'eligible' : isIn(seen.perhaps[k]!, i) ? 'unknown' : 'ineligible'
            const known = results[k]!
            if (known.service !== service) throw new Error('services out of order')
            if (known.outcome !== outcome) result.push({ person, service, closures: known.outcome, bitmaps: outcome })
            if (outcome !== 'eligible' || amountAfter === undefined) return
            const vector = seen.numbers[nums.indexOf(amountAfter.num)]!
            const amount = isIn(vector.unknown, i) || isIn(vector.none, i) ? undefined : numbers[vector.at / 8 + i]!
            const expected = known.amount?.value
            const isSame = amount === undefined || expected === undefined ? amount === expected : Math.abs(amount - expected) <= 1
            if (!isSame) result.push({ person, service, closures: `${expected}`, bitmaps: `${amount}` })
          })
        }
      }
      return [{ groups: services.map(({ after }) => groups[after]!), nums, see }]
    })
  }
  return result
}
