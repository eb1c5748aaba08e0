/**
 * What a means test makes of a household, as the simulated registers hold it (행복e음): sums of income and property, deductions, and property
 * turned into income. Legal figures come from the pack; those that the pack lacks stand in rates.tsv and are told in README.md.
 */
import type { District } from './places.ts'
import type { PopulationPack } from './pack.ts'
import type { Assets, Household, SyntheticPerson } from './person.ts'

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/** Wages that reach a person this month: none on parental leave. */
export const monthlyWages = ({ work }: SyntheticPerson): number =>
  work.job === null || work.job.onParentalLeave ? 0 : work.job.wage
export const monthlyBusiness = ({ work }: SyntheticPerson): number => Math.floor((work.business?.annualIncome ?? 0) / 12)
export const publicPension = ({ pensions }: SyntheticPerson): number => pensions.national + pensions.occupationalAmount

export interface Means {
  readonly earnings: number
  readonly business: number
  readonly property: number
  readonly transfers: number
  readonly deductions: number
  readonly propertyConversion: number
  /** 소득인정액 (국민기초생활 보장법 제2조제9호) */
  readonly recognised: number
  /** Percent of the median for the household's size. */
  readonly ratio: number
  /** Income before deductions, as a percentage of the median. */
  readonly incomeRatio: number
}

export const medianFor = (size: number, pack: PopulationPack): number => {
  const table = pack.figures.medianIncome
  const [six = 0, seven = 0] = [table[5], table[6]]
  return table[size - 1] ?? seven + (seven - six) * (size - 7)
}

/** Property less the basic allowance and debts, home first, each kind turned into income at its own rate. */
const convert = (household: Household, district: District, pack: PopulationPack): number => {
  const total = (read: (assets: Assets) => number): number => sum(household.members.map(({ assets }) => read(assets)))
  const general = total((assets) => assets.general)
  const home = Math.min(general, household.home.value + household.home.deposit)
  let left = pack.rate(`basicProperty${district.rentArea}`) + total((assets) => assets.debt)
  const after = (worth: number): number => {
    const taken = Math.min(worth, left)
    left -= taken
    return worth - taken
  }
  const counted = [
    [after(home), pack.rate('conversionHome')],
    [after(general - home), pack.rate('conversionGeneral')],
    [after(Math.max(0, total((assets) => assets.financial) - pack.rate('livingReserve'))), pack.rate('conversionFinancial')],
  ] as const
  // A car of little worth counts as general property, any other in full.
  const { value } = household.cars
  const cars = value <= pack.rate('carAsGeneral') ? (after(value) * pack.rate('conversionGeneral')) / 100 : value
  return Math.floor(sum(counted.map(([worth, rate]) => (worth * rate) / 100)) + cars)
}

/** `transfers`: benefits that count as income, such as the Basic Pension. */
export const meansOf = (household: Household, district: District, benefits: number, pack: PopulationPack): Means => {
  const { members } = household
  const earnings = sum(members.map(monthlyWages))
  const business = sum(members.map(monthlyBusiness))
  const property = sum(members.map(({ assets }) => assets.income))
  const transfers = sum(members.map(publicPension)) + benefits
  const deductions = Math.floor(((earnings + business) * pack.rate('earningsDeduction')) / 100)
  const propertyConversion = convert(household, district, pack)
  const income = earnings + business + property + transfers
  const recognised = Math.max(0, income - deductions) + propertyConversion
  const median = medianFor(members.length, pack)
  return {
    earnings,
    business,
    property,
    transfers,
    deductions,
    propertyConversion,
    recognised,
    ratio: (recognised * 100) / median,
    incomeRatio: (income * 100) / median,
  }
}

export interface CoupleMeans {
  readonly otherIncome: number
  readonly general: number
  readonly financial: number
  readonly debt: number
  /** 기초연금·장애인연금 소득인정액 */
  readonly recognised: number
}

/** Income and property of a person and the spouse (기초연금법 시행규칙 제2조·제4조; the Disability Pension counts alike). */
export const coupleMeans = (person: SyntheticPerson, district: District, pack: PopulationPack): CoupleMeans => {
  const { figures } = pack
  const both = person.spouse === null ? [person] : [person, person.spouse]
  const regular = (one: SyntheticPerson): number => (one.work.job?.regular === true ? monthlyWages(one) : 0)
  // Car values count with general property; luxury cars count in full.
  const cars = person.household.cars
  const isHead = both.some((one) => one === person.household.members[0])
  const general = sum(both.map(({ assets }) => assets.general)) + (isHead ? cars.value - cars.luxury : 0)
  const financial = sum(both.map(({ assets }) => assets.financial))
  const debt = sum(both.map(({ assets }) => assets.debt))
  const otherIncome = sum(both.map((one) => monthlyBusiness(one) + one.assets.income + publicPension(one)))
  const wages = sum(both.map((one) => (Math.max(0, regular(one) - figures.basicPensionEarningsDeduction) * 70) / 100))
  const allowance = figures.basicPensionPropertyDeduction[district.regionClassIndex - 1] ?? 0
  const property = Math.max(
    0,
    Math.max(0, general - allowance) + Math.max(0, financial - figures.basicPensionFinancialDeduction) - debt,
  )
  const converted = (property * figures.basicPensionConversionRate) / 12 + (isHead ? cars.luxury : 0)
  return { otherIncome, general, financial, debt, recognised: Math.floor(wages + otherIncome + converted) }
}
