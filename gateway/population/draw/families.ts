/** Families out of the people of a pool: couples, children, young adults at home, old parents, people on their own. */
import { drawGap, openNursery } from './children.ts'
import { marry } from './couples.ts'
import { adults, type Family, type Kin, type Nucleus } from './kin.ts'
import type { Soul } from './pools.ts'
import { chance, pick, type Random, shuffle } from './random.ts'
import type { PopulationPack } from '../pack.ts'

const GROWN_UP = 19
const OLD_PARENT = 70
const MOVED_OUT_FOR_SCHOOL = 18

const pickRoom = (random: Random, pack: PopulationPack, kin: Kin): number => {
  const at = random()
  if (kin.marital === 'married') {
    const [none, one, two, three] = [
      pack.rate('childlessCouples'),
      pack.rate('oneChild'),
      pack.rate('twoChildren'),
      pack.rate('threeChildren'),
    ]
    return at < none ? 0 : at < none + one ? 1 : at < none + one + two ? 2 : at < none + one + two + three ? 3 : 4
  }
  const grownUps = kin.marital !== 'single' && kin.age >= 48
  const raises = pack.rate(
    grownUps
      ? 'loneWithGrownUps'
      : kin.marital === 'single'
        ? 'loneRaisesSingle'
        : kin.sex === 'female'
          ? 'loneRaisesMother'
          : 'loneRaisesFather',
  )
  return at < raises * 0.6 ? 1 : at < raises ? 2 : 0
}

const nucleiOf = (random: Random, people: readonly Kin[], pack: PopulationPack): readonly Nucleus[] =>
  people
    .filter((kin) => kin.age >= GROWN_UP && (kin.spouse === null || kin.sex === 'female'))
    .map((kin) => ({
      man: kin.sex === 'male' ? kin : kin.spouse,
      woman: kin.sex === 'female' ? kin : null,
      room: pickRoom(random, pack, kin),
      children: [],
      others: [],
      open: true,
    }))

const isCouple = ({ man, woman }: Nucleus): boolean => man !== null && woman !== null

/** Grandparents take a child whose parents are not there; failing them, whoever is grown up. */
const takeIn = (random: Random, child: Kin, nuclei: readonly Nucleus[]): void => {
  const older = nuclei.filter((nucleus) => adults(nucleus).every((kin) => kin.age - child.age >= 38 && kin.age < 80))
  const grandparents = older.length > 0
  const home = pick(random, grandparents ? older : nuclei)
  home.others.push(child)
  if (grandparents) child.grandparents = adults(home)
}

const stayingHome = (pack: PopulationPack, { age }: Kin): number =>
  pack.rate(`athome${age < 25 ? 19 : age < 30 ? 25 : age < 35 ? 30 : age < 40 ? 35 : 40}`)

/** An old parent on their own moves in with a son or daughter of a fitting age. */
const joinChild = (random: Random, parent: Kin, couples: readonly Nucleus[]): boolean => {
  for (let i = 0; i < 12; i++) {
    const home = couples.length > 0 ? pick(random, couples) : undefined
    if (home === undefined || home.others.length > 0) continue
    const child = adults(home).find(({ born }) => born - parent.born > 20 * 365 && born - parent.born < 42 * 365)
    if (child === undefined || child.parents.length > 0) continue
    child.parents = [parent]
    home.others.push(parent)
    return true
  }
  return false
}

const inOrder = (random: Random, nucleus: Nucleus, pack: PopulationPack): Family => {
  const { man, woman } = nucleus
  const womanFirst = man !== null && woman !== null && chance(random, pack.rate('womanHeadsCouple'))
  return [...(womanFirst ? adults(nucleus).toReversed() : adults(nucleus)), ...nucleus.children, ...nucleus.others]
}

/** Young people on their own who share a home: two of a like age. */
const shareHomes = (random: Random, nuclei: readonly Nucleus[], pack: PopulationPack): ReadonlySet<Kin> => {
  const sharers = nuclei
    .filter((nucleus) => adults(nucleus).length === 1 && nucleus.children.length === 0 && nucleus.others.length === 0)
    .flatMap((nucleus) => adults(nucleus).map((kin) => ({ kin, nucleus })))
    .filter(({ kin }) => kin.marital === 'single' && kin.age < 60 && chance(random, pack.rate('sharesHome') * 2))
    .sort((a, b) => a.kin.age - b.kin.age)
  const guests = new Set<Kin>()
  for (let i = 0; i + 1 < sharers.length; i += 2) {
    const [host, guest] = [sharers[i], sharers[i + 1]]
    if (host === undefined || guest === undefined) continue
    host.nucleus.others.push(guest.kin)
    guests.add(guest.kin)
  }
  return guests
}

/** Every person of the pool in exactly one family. */
export const formFamilies = (random: Random, souls: readonly Soul[], pack: PopulationPack): readonly Family[] => {
  const people = marry(random, souls, pack)
  const nuclei = nucleiOf(random, people, pack)
  if (nuclei.length === 0) return people.map((kin) => [kin])
  const gone = new Set<Kin>()
  const nursery = openNursery(random, nuclei)
  const gap = (kin: Kin): number => drawGap(random, kin, pack.rate('motherAge'), pack.rate('motherAgeSpread'))
  const orphans: Kin[] = []
  for (const child of shuffle(
    random,
    people.filter((kin) => kin.age < GROWN_UP),
  )) {
    const byGrandparents = chance(random, pack.rate('raisedByGrandparents'))
    if (!byGrandparents && (nursery.place(child, gap(child), true) || nursery.place(child, gap(child), false))) continue
    orphans.push(child)
  }
  const atHome = people.filter((kin) => kin.age >= GROWN_UP && kin.age < 50 && kin.marital === 'single')
  const ownRoom = new Map(nuclei.filter((nucleus) => !isCouple(nucleus)).map((nucleus) => [adults(nucleus)[0], nucleus]))
  for (const kin of shuffle(random, atHome)) {
    const own = ownRoom.get(kin)
    if (own === undefined || own.children.length > 0 || !chance(random, stayingHome(pack, kin))) continue
    own.open = false
    if (nursery.place(kin, gap(kin), true)) gone.add(kin)
    else own.open = true
  }
  const free = nuclei.filter((nucleus) => !adults(nucleus).some((kin) => gone.has(kin)))
  for (const child of orphans) {
    if (child.age >= MOVED_OUT_FOR_SCHOOL && chance(random, 0.5)) continue
    gone.add(child)
    takeIn(random, child, free)
  }
  const couples = free.filter(isCouple)
  for (const kin of people)
    if (
      kin.age >= OLD_PARENT &&
      kin.spouse === null &&
      (ownRoom.get(kin)?.children.length ?? 1) === 0 &&
      ownRoom.get(kin)?.others.length === 0
    )
      if (chance(random, pack.rate('oldParentWithChild')) && joinChild(random, kin, couples)) gone.add(kin)
  const left = free.filter((nucleus) => !adults(nucleus).some((kin) => gone.has(kin)))
  for (const guest of shareHomes(random, left, pack)) gone.add(guest)
  const alone = orphans.filter((child) => !gone.has(child)).map((child): Family => [child])
  return [
    ...left.filter((nucleus) => !adults(nucleus).some((kin) => gone.has(kin))).map((nucleus) => inOrder(random, nucleus, pack)),
    ...alone,
  ]
}
