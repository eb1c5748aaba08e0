/** Pensions and health: what comes with age, and what may come at any age. */
import { isoFromDay } from '@dpg/period'
import type { PopulationPack } from '../pack.ts'
import type { Disability, Health, Pensions, Work } from '../person.ts'
import type { Kin } from './kin.ts'
import { REFERENCE_DAY } from './pools.ts'
import { around, chance, pickByWeight, type Random, runningTotals, whole } from './random.ts'

const PENSION_AGE = 63
const OCCUPATIONAL = ['civilServant', 'privateSchool', 'military', 'postOffice'] as const
const OCCUPATIONAL_TOTALS = runningTotals([66, 16, 16, 2])
const NO_PENSION: Pensions = { national: 0, aValue: 0, insured: false, occupational: 'none', occupationalAmount: 0 }

const toTen = (won: number): number => Math.round(won / 10) * 10

export const pensionsOf = (random: Random, kin: Kin, work: Work, isCitizen: boolean, pack: PopulationPack): Pensions => {
  const pays = work.status === 'employed' || work.status === 'selfEmployed'
  if (kin.age < PENSION_AGE)
    return { ...NO_PENSION, insured: kin.age >= 18 && kin.age < 60 && pays && chance(random, pack.rate('pensionInsured')) }
  if (!isCitizen) return NO_PENSION
  if (chance(random, pack.rate(kin.sex === 'male' ? 'occupationalMen' : 'occupationalWomen')))
    return {
      ...NO_PENSION,
      occupational: pickByWeight(random, OCCUPATIONAL, OCCUPATIONAL_TOTALS),
      occupationalAmount: toTen(around(random, pack.rate('occupationalAmount'), 0.25)),
    }
  // Those who were already old when the pension for all began (1999) seldom have one.
  const share = pack.rate(kin.sex === 'male' ? 'nationalPensionMen' : 'nationalPensionWomen') * (kin.age >= 80 ? 0.55 : 1)
  if (!chance(random, share)) return NO_PENSION
  const national = toTen(
    Math.min(2_500_000, Math.max(100_000, around(random, pack.rate(kin.sex === 'male' ? 'pensionMen' : 'pensionWomen'), 0.5))),
  )
  return { ...NO_PENSION, national, aValue: toTen(Math.min(380_000, national * pack.rate('pensionAShare'))) }
}

const TYPE_WEIGHTS = [43, 17, 9, 9, 9, 4, 2, 4, 3] as const

const disabilityOf = (random: Random, kin: Kin, pack: PopulationPack): Disability | null => {
  const decade = kin.age < 20 ? '0' : kin.age >= 80 ? '80' : String(Math.floor(kin.age / 10) * 10)
  if (!chance(random, pack.rate(`disabled${decade}`))) return null
  const types = pack.words('disability')
  const severe = chance(random, pack.rate('severeOfDisabled'))
  return {
    severe,
    severeForPension: severe && chance(random, pack.rate('pensionSevereOfSevere')),
    types: [pickByWeight(random, types, runningTotals(types.map((_, i) => TYPE_WEIGHTS[i] ?? 1)))],
    registeredOn: isoFromDay(Math.max(kin.born + 200, REFERENCE_DAY - 100 - whole(random, 9000))),
  }
}

const GRADES = ['g1', 'g2', 'g3', 'g4', 'g5', 'cognitive'] as const
const GRADE_TOTALS = runningTotals([5, 9, 27, 45, 11, 3])
const VETERANS = ['merit', 'war', 'compensated', 'agentOrange', 'discharged'] as const
const VETERAN_TOTALS = runningTotals([45, 30, 5, 10, 10])

const pregnancy = (random: Random, kin: Kin, pack: PopulationPack): string | null => {
  if (kin.sex !== 'female' || kin.spouse === null || kin.age < 22 || kin.age > 43) return null
  const likely = chance(random, pack.rate('pregnantWives') * (kin.age < 38 ? 1 : 0.25))
  return likely ? isoFromDay(REFERENCE_DAY + 10 + whole(random, 240)) : null
}

export const healthOf = (random: Random, kin: Kin, hasInfant: boolean, pack: PopulationPack): Health => {
  const decade = kin.age < 65 ? null : kin.age < 75 ? '65' : kin.age < 85 ? '75' : '85'
  const careGrade =
    decade !== null && chance(random, pack.rate(`care${decade}`)) ? pickByWeight(random, GRADES, GRADE_TOTALS) : 'none'
  const veteran = chance(random, pack.rate(kin.sex === 'male' && kin.age >= 65 ? 'veteransOldMen' : 'veteransOthers'))
  return {
    disability: disabilityOf(random, kin, pack),
    due: hasInfant ? null : pregnancy(random, kin, pack),
    severeIllness: chance(
      random,
      pack.rate(kin.age < 40 ? 'severeIllness0' : kin.age < 65 ? 'severeIllness40' : 'severeIllness65'),
    ),
    dementia: decade !== null && chance(random, pack.rate(`dementia${decade}`)),
    careGrade,
    hospitalised: chance(random, pack.rate('hospitalised') * (kin.age >= 65 ? 3 : 1)),
    inCareFacility: (careGrade === 'g1' || careGrade === 'g2') && chance(random, pack.rate('facilityOfHighCare')),
    veteran: veteran ? pickByWeight(random, VETERANS, VETERAN_TOTALS) : null,
  }
}
