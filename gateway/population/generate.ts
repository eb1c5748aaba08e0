/** Households one after another, any number of them in little memory: pool by pool, in the order of the population table. */
import { formFamilies } from './draw/families.ts'
import { makeHousehold } from './draw/household.ts'
import { drawPool, planPools } from './draw/pools.ts'
import { randomOf } from './draw/random.ts'
import type { PopulationPack } from './pack.ts'
import type { Household } from './person.ts'

export interface Wanted {
  /** How many people, exactly. */
  readonly people: number
  /** The same seed gives the same people; any whole number. */
  readonly seed: number
}

/** Households with `people` members in all. Each pool has a chance of its own, so that a pool is the same whatever came before. */
export function* generate({ people, seed }: Wanted, pack: PopulationPack): Generator<Household> {
  let [person, household] = [0, 0]
  for (const pool of planPools(pack.residents, people)) {
    const random = randomOf(seed, pool.index)
    for (const family of formFamilies(random, drawPool(random, pool), pack)) {
      yield makeHousehold(random, family, { seed, person, household }, pack)
      person += family.length
      household += 1
    }
  }
}
