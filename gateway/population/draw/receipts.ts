/** What people receive already: those whom the law would give it, as often as people do apply. */
import type { District } from '../places.ts'
import type { PopulationPack } from '../pack.ts'
import {
  childrenOf,
  type Draft,
  type Household,
  type HouseholdBenefit,
  type PersonBenefit,
  type SyntheticPerson,
} from '../person.ts'
import { coupleMeans, meansOf } from '../means.ts'
import { ageOn, monthsOld } from '../ages.ts'
import { chance, type Random } from './random.ts'

const CHILD = 18
const PENSION_AGE = 65

const pensionOf = (random: Random, person: SyntheticPerson, district: District, pack: PopulationPack): PersonBenefit | null => {
  const { figures } = pack
  const age = ageOn(person)
  const severe = person.health.disability?.severeForPension === true && age >= CHILD
  if ((age < PENSION_AGE && !severe) || person.origin.nationality !== 'KR') return null
  if (person.pensions.occupational !== 'none' || (person.spouse?.pensions.occupational ?? 'none') !== 'none') return null
  const { recognised } = coupleMeans(person, district, pack)
  const kind = person.spouse === null ? 'single' : 'couple'
  if (age >= PENSION_AGE)
    return recognised <= figures.basicPensionThreshold[kind] && chance(random, pack.rate('takeUpBasicPension'))
      ? 'basicPension'
      : null
  return recognised <= figures.disabilityPensionThreshold[kind] && chance(random, pack.rate('takeUpDisabilityPension'))
    ? 'disabilityPension'
    : null
}

/** For the child and, because they are paid for it, for those who raise it. */
const childBenefits = (random: Random, child: SyntheticPerson, pack: PopulationPack): readonly PersonBenefit[] => {
  if (child.origin.nationality !== 'KR') return []
  const applied = chance(random, pack.rate('takeUpChild'))
  const found: PersonBenefit[] = []
  if (applied && ageOn(child) < pack.figures.childAllowanceAgeLimit) found.push('childAllowance')
  if (applied && monthsOld(child) < 24) found.push('parentBenefit')
  const atHome = !child.schooling.daycare && child.schooling.level === 'none' && monthsOld(child) >= 24 && monthsOld(child) < 86
  if (atHome && chance(random, pack.rate('takeUpHomeCare'))) found.push('homeCareAllowance')
  return found
}

const ownBenefits = (
  random: Random,
  person: SyntheticPerson,
  district: District,
  incomeRatio: number,
  pack: PopulationPack,
): readonly PersonBenefit[] => {
  const found: (PersonBenefit | null)[] = [pensionOf(random, person, district, pack)]
  const { work, health, household } = person
  const age = ageOn(person)
  if (work.status === 'unemployed') {
    const claims =
      work.insuredDays >= 180 && work.lastJob?.reason !== 'voluntary' && chance(random, pack.rate('takeUpUnemployment'))
    found.push(claims ? 'unemployment' : chance(random, pack.rate('employmentSupport')) ? 'employmentSupport' : null)
  }
  if (health.veteran !== null && chance(random, pack.rate('veteranPensions'))) found.push('veteranPension')
  if (health.careGrade !== 'none' && chance(random, pack.rate('usesLongTermCare'))) found.push('longTermCare')
  const rents = household.home.tenure === 'monthlyRent' && household.members.length === 1
  if (rents && age >= 19 && age < 35 && incomeRatio <= 60 && chance(random, pack.rate('takeUpYouthRent'))) found.push('youthRent')
  return found.filter((benefit) => benefit !== null)
}

/** The tax credits of last year, roughly: by the couple's income and the household's property. */
const taxCredits = (random: Random, household: Household, pack: PopulationPack): readonly HouseholdBenefit[] => {
  const head = household.members[0]
  if (head === undefined || !chance(random, pack.rate('takeUpTaxCredit'))) return []
  const wages = (person: SyntheticPerson | null): number =>
    person === null
      ? 0
      : person.work.annualWages + (person.work.business?.registered === true ? person.work.business.annualIncome : 0)
  const [own, spouse] = [wages(head), wages(head.spouse)]
  const children = childrenOf(head).filter((child) => ageOn(child) < CHILD)
  const property = household.members.reduce(
    (total, { assets }) => total + assets.general + assets.financial,
    household.cars.value,
  )
  const kind =
    head.spouse !== null && own >= 3_000_000 && spouse >= 3_000_000
      ? 'dualEarner'
      : head.spouse !== null || children.length > 0
        ? 'singleEarner'
        : 'single'
  if (own + spouse <= 0 || property >= pack.figures.eitcPropertyLimit) return []
  const worker: HouseholdBenefit[] = own + spouse < pack.figures.eitcIncomeLimit[kind] ? ['eitc'] : []
  return children.length > 0 && own + spouse < 70_000_000 ? [...worker, 'childTaxCredit'] : worker
}

const livelihood = (random: Random, household: Household, ratio: number, pack: PopulationPack): readonly HouseholdBenefit[] => {
  const { figures } = pack
  const { supporter, members } = household
  if (!members.some(({ origin }) => origin.nationality === 'KR' || origin.refugee)) return []
  const rich =
    supporter !== null &&
    (supporter.annualIncome > figures.supporterIncomeLimit || supporter.property > figures.supporterPropertyLimit)
  const applies = chance(random, pack.rate('takeUpLivelihood'))
  const found: HouseholdBenefit[] = []
  if (applies && !rich && ratio <= figures.livelihoodRatio) found.push('livelihood')
  if (applies && !rich && ratio <= figures.medicalRatio) found.push('medical')
  if (applies && ratio <= figures.housingRatio) found.push('housing')
  const pupils = members.some(({ schooling }) => ['elementary', 'middle', 'high'].includes(schooling.level))
  if (applies && pupils && ratio <= figures.educationRatio) found.push('education')
  if (found.length === 0 && ratio <= figures.nearPoorRatio && chance(random, pack.rate('takeUpNearPoor'))) found.push('nearPoor')
  return found
}

/** Fills in what a drafted household and its members receive. */
export const giveBenefits = (random: Random, household: Draft<Household>, district: District, pack: PopulationPack): void => {
  const members: readonly Draft<SyntheticPerson>[] = household.members
  const { incomeRatio } = meansOf(household, district, 0, pack)
  for (const person of members) person.receives = ownBenefits(random, person, district, incomeRatio, pack)
  for (const child of members.filter((member) => ageOn(member) < 13)) {
    const found = childBenefits(random, child, pack)
    if (found.length === 0) continue
    for (const person of [child, ...child.parents, ...child.grandparents] as Draft<SyntheticPerson>[])
      person.receives = [...new Set([...person.receives, ...found])]
  }
  const pensioners = members.filter(({ receives }) => receives.includes('basicPension') || receives.includes('disabilityPension'))
  const { ratio } = meansOf(household, district, pensioners.length * pack.figures.basicPensionStandard, pack)
  const found = [...livelihood(random, household, ratio, pack), ...taxCredits(random, household, pack)]
  const singleParent = members.some(
    (member) => member.spouse === null && childrenOf(member).some((child) => ageOn(child) < CHILD),
  )
  if (singleParent && ratio <= pack.figures.singleParentRatio && chance(random, pack.rate('takeUpSingleParent')))
    found.push('singleParent')
  household.receives = found
  const poor = found.includes('livelihood') || found.includes('medical') || found.includes('nearPoor')
  for (const person of members)
    if (poor && person.health.disability?.severe === false && ageOn(person) >= CHILD)
      person.receives = [...person.receives, 'disabilityAllowance']
}
