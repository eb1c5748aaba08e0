/** From a family of the pool to a household with names, a place, work and money. */
import { addMonths, isoFromDay } from '@dpg/period'
import { accountOf, idOf, phoneOf } from '../identity.ts'
import type { PopulationPack } from '../pack.ts'
import type { Draft, Household, SyntheticPerson } from '../person.ts'
import type { Id, PersonId } from '@dpg/kernel'
import type { Family, Kin } from './kin.ts'
import { healthOf, pensionsOf } from './later-life.ts'
import { originOf } from './origin.ts'
import { REFERENCE_DAY } from './pools.ts'
import { around, chance, normal, pick, pickByWeight, type Random, whole } from './random.ts'
import { giveBenefits } from './receipts.ts'
import { schoolingOf } from './schooling.ts'
import { assetsOf, carsOf, homeOf, movedIn, supporterOf } from './wealth.ts'
import { workOf } from './work.ts'
import { medianFor } from '../means.ts'

type Person = Draft<SyntheticPerson>

/** Children bear the father's name where he is known (민법 제781조제1항); nobody of a household is called the same. */
const nameAll = (random: Random, family: Family, people: ReadonlyMap<Kin, Person>, pack: PopulationPack): void => {
  const { names } = pack
  const taken = new Set<string>()
  const named = (kin: Kin): string => people.get(kin)?.name ?? ''
  // Parents first, whatever the order in the household.
  for (const kin of family.toSorted((a, b) => a.born - b.born)) {
    const person = people.get(kin)
    if (person === undefined) continue
    const father = kin.parents.find(({ sex }) => sex === 'male') ?? kin.grandparents.find(({ sex }) => sex === 'male')
    const isForeign = person.origin.nationality !== 'KR'
    const surname =
      father === undefined || people.get(father)?.origin.nationality !== 'KR'
        ? names.surname(random)
        : names.familyNameOf(named(father))
    for (let tries = 0; person.name === '' || (taken.has(person.name) && tries < 20); tries++)
      person.name = isForeign
        ? names.foreign(random, person.origin.nationality, kin.sex)
        : surname + names.given(random, kin.sex, kin.born)
    taken.add(person.name)
  }
}

const addressIn = (random: Random, eupmyeondong: string, pack: PopulationPack): string => {
  const { fullName, isRural } = pack.places.districtOf(eupmyeondong)
  const lot = `${fullName} ${pack.places.neighbourhood(eupmyeondong).name} ${1 + whole(random, 1500)}-${1 + whole(random, 60)}`
  if (isRural || chance(random, 0.35)) return lot
  return `${lot}, ${101 + whole(random, 15)}동 ${1 + whole(random, 20)}0${1 + whole(random, 8)}호`
}

/** Married a few years before the first child at home, else at a usual age. */
const weddingOf = (random: Random, kin: Kin, family: Family): string | null => {
  if (kin.spouse === null) return null
  const eldest = Math.min(...family.filter(({ parents }) => parents.includes(kin)).map(({ born }) => born))
  const grownUp = Math.max(kin.born, kin.spouse.born) + 19 * 365.25
  const day = Number.isFinite(eldest)
    ? eldest - 200 - whole(random, 1100)
    : grownUp + (8 + 5 * random() + Math.abs(normal(random))) * 365
  return isoFromDay(Math.min(Math.max(Math.floor(day), Math.ceil(grownUp)), REFERENCE_DAY - 30))
}

const originFamilyOf = (random: Random, kin: Kin, pack: PopulationPack): SyntheticPerson['originFamily'] => {
  if (kin.age < 19 || kin.age >= 40) return null
  const size = 2 + whole(random, 2)
  return {
    size,
    monthlyIncome: Math.round((medianFor(size, pack) * around(random, pack.rate('originFamilyIncome'), 0.5)) / 1000) * 1000,
    property: Math.round(around(random, pack.rate('originFamilyProperty'), 0.8) / 1_000_000) * 1_000_000,
  }
}

export interface Numbering {
  readonly seed: number
  /** Of the first person and of the household. */
  readonly person: number
  readonly household: number
}

/** A household whose every person and value is settled. */
export const makeHousehold = (random: Random, family: Family, numbering: Numbering, pack: PopulationPack): Household => {
  const head = family[0] as Kin
  const { list, weights } = pack.places.neighbourhoods(head.code)
  const eupmyeondong = pickByWeight(random, list, weights).code
  const district = pack.places.districtOf(eupmyeondong)
  const home = homeOf(random, family, district, pack)
  const household: Draft<Household> = {
    id: idOf<Id<'HouseholdId'>>('hh', numbering.seed, numbering.household),
    eupmyeondong,
    address: addressIn(random, eupmyeondong, pack),
    since: movedIn(random, family, home, pack),
    members: [],
    home,
    cars: carsOf(random, family, pack),
    supporter: supporterOf(random, family, pack),
    adopted: family.some(({ parents }) => parents.length > 0) && chance(random, pack.rate('adopted')),
    fosters: family.some(({ age }) => age < 18) && chance(random, pack.rate('fosters')),
    emergencySince: chance(random, pack.rate('emergencyBefore'))
      ? isoFromDay(addMonths(REFERENCE_DAY, -3 - whole(random, 40)))
      : null,
    receives: [],
  }
  const people = new Map<Kin, Person>()
  for (const [i, kin] of family.entries()) {
    const origin = originOf(random, kin, family, pack)
    const schooling = schoolingOf(random, kin, pack)
    const hasInfant = family.some((child) => child.age === 0 && child.parents.includes(kin))
    const health = healthOf(random, kin, hasInfant, pack)
    const isSeverelyDisabled = health.disability?.severe === true
    const drawn = workOf(random, kin, { origin, schooling, isSeverelyDisabled, isRural: district.isRural }, pack)
    const onLeave =
      hasInfant &&
      drawn.job?.insured === true &&
      chance(random, pack.rate(kin.sex === 'female' ? 'leaveMothers' : 'leaveFathers'))
    const work = onLeave && drawn.job !== null ? { ...drawn, job: { ...drawn.job, onParentalLeave: true } } : drawn
    const id = idOf<PersonId>('per', numbering.seed, numbering.person + i)
    people.set(kin, {
      id,
      name: '',
      birthDate: isoFromDay(kin.born),
      sex: kin.sex,
      area: district.area,
      eupmyeondong,
      householdId: household.id,
      household,
      marital: kin.marital,
      marriedOn: null,
      spouse: null,
      parents: [],
      grandparents: [],
      origin,
      work,
      pensions: pensionsOf(random, kin, work, origin.nationality === 'KR', pack),
      schooling,
      health,
      assets: assetsOf(random, kin, i === 0, home, district, pack),
      receives: [],
      originFamily: originFamilyOf(random, kin, pack),
      phone: phoneOf(id),
      bank: { bank: pick(random, pack.words('bank')), number: accountOf(id) },
    })
  }
  const one = (kin: Kin): Person => people.get(kin) as Person
  for (const [kin, person] of people) {
    person.spouse = kin.spouse === null ? null : one(kin.spouse)
    person.parents = kin.parents.map(one)
    person.grandparents = kin.grandparents.map(one)
    if (kin.spouse !== null && person.marriedOn === null) {
      person.marriedOn = weddingOf(random, kin, family)
      one(kin.spouse).marriedOn = person.marriedOn
    }
  }
  nameAll(random, family, people, pack)
  household.members = [...people.values()]
  giveBenefits(random, household, district, pack)
  return household
}
