/** Who is married to whom: civil status by age and sex, then couples of a likely difference in age. */
import type { Kin, MaritalStatus } from './kin.ts'
import type { Soul } from './pools.ts'
import { normal, type Random } from './random.ts'
import type { PopulationPack } from '../pack.ts'

const ADULT = 19
const OLD = 60

const draw = (random: Random, soul: Soul, pack: PopulationPack): MaritalStatus => {
  if (soul.age < ADULT) return 'single'
  const { single, widowed, divorced } = pack.marital(soul.sex, soul.age)
  const at = random() * 100
  if (at < single) return 'single'
  if (at < single + divorced) return 'divorced'
  return at < single + divorced + widowed ? 'widowed' : 'married'
}

/** Everyone with a civil status; the married ones in couples. Those for whom nobody is left are divorced or widowed. */
export const marry = (random: Random, souls: readonly Soul[], pack: PopulationPack): readonly Kin[] => {
  const people: Kin[] = souls.map((soul) => ({
    ...soul,
    marital: draw(random, soul, pack),
    spouse: null,
    parents: [],
    grandparents: [],
  }))
  const difference = pack.rate('spouseAgeGap')
  const spread = pack.rate('spouseAgeSpread')
  const inOrder = (sex: Kin['sex'], shift: number): readonly Kin[] =>
    people
      .filter((kin) => kin.marital === 'married' && kin.sex === sex)
      .map((kin) => ({ kin, at: kin.age - shift + normal(random) * spread }))
      .sort((a, b) => a.at - b.at)
      .map(({ kin }) => kin)
  const men = inOrder('male', difference)
  const women = inOrder('female', 0)
  const couples = Math.min(men.length, women.length)
  // Left-overs are spread over all ages, not taken from the oldest.
  const [longer, shorter] = men.length > women.length ? [men, women] : [women, men]
  let used = 0
  for (const [i, kin] of longer.entries()) {
    const upTo = Math.floor(((i + 1) * couples) / longer.length)
    const partner = upTo > used ? shorter[used] : undefined
    used = upTo
    if (partner === undefined) kin.marital = kin.age >= OLD ? 'widowed' : 'divorced'
    else {
      kin.spouse = partner
      partner.spouse = kin
    }
  }
  return people
}
