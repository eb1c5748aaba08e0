/** Work and what it brings: jobs, businesses, farms, jobs lost. */
import { isoFromDay } from '@dpg/period'
import type { PopulationPack } from '../pack.ts'
import type { Business, Job, LastJob, Origin, Schooling, Work } from '../person.ts'
import type { Kin } from './kin.ts'
import { REFERENCE_DAY } from './pools.ts'
import { around, chance, pickByWeight, type Random, runningTotals, whole } from './random.ts'

const NO_WORK: Work = {
  status: 'inactive',
  job: null,
  lastJob: null,
  business: null,
  annualWages: 0,
  insuredDays: 0,
  platform: false,
  registeredJobSeeker: false,
}
const SECTORS = ['G', 'I', 'H', 'F', 'S', 'L', 'P', 'M', 'C', 'A'] as const
const SECTOR_TOTALS = runningTotals([24, 19, 13, 9, 10, 7, 6, 5, 5, 2])
const SIZES = [3, 8, 20, 60, 200, 800] as const
const SIZE_TOTALS = runningTotals([22, 18, 20, 16, 12, 12])
const REASONS = ['voluntary', 'contractEnd', 'dismissed', 'closure', 'retirement', 'misconduct'] as const
const REASON_TOTALS = runningTotals([50, 22, 16, 7, 4, 1])
const TEN_THOUSAND = 10_000
const WEALTHY = 20_000_000

export const toTenThousand = (won: number): number => Math.round(won / TEN_THOUSAND) * TEN_THOUSAND

const jobOf = (random: Random, kin: Kin, mean: number, pack: PopulationPack): Job => {
  const isPublicJob = kin.age >= 68 && chance(random, pack.rate('publicJobs'))
  const spread = pack.rate('wageSpread')
  const usual = around(random, mean * Math.exp((-spread * spread) / 2) * pack.rate('wageGrowth'), spread)
  const wage = isPublicJob ? pack.rate('publicJobWage') : Math.min(WEALTHY, Math.max(300_000, toTenThousand(usual)))
  const regular = !isPublicJob && wage >= 600_000 && chance(random, pack.rate('regularJobs'))
  const tenure = Math.min(kin.age - 18, Math.floor(around(random, 3.2, 1)))
  return {
    wage,
    regular,
    hours: wage < 1_200_000 ? 12 + whole(random, 12) : 40,
    startedOn: isoFromDay(REFERENCE_DAY - Math.max(30, tenure * 365 + whole(random, 365))),
    employerSize: pickByWeight(random, SIZES, SIZE_TOTALS),
    insured: regular && chance(random, pack.rate('employmentInsured')),
    onParentalLeave: false,
  }
}

const businessOf = (random: Random, kin: Kin, isRural: boolean, pack: PopulationPack): Business => {
  const farms = chance(random, pack.rate(isRural ? 'farmersRural' : 'farmersElsewhere'))
  const sector = farms ? 'A' : pickByWeight(random, SECTORS, SECTOR_TOTALS)
  const professional = sector === 'M' && kin.age >= 30 && chance(random, pack.rate('professionals'))
  const income = around(
    random,
    pack.rate(farms ? 'farmIncome' : 'businessIncome') * (professional ? 7 : 1),
    pack.rate('businessSpread'),
  )
  const annualIncome = Math.min(500_000_000, toTenThousand(income))
  return {
    sector,
    registered: !farms,
    restaurant: sector === 'I' && chance(random, 0.8),
    openedOn: isoFromDay(REFERENCE_DAY - 60 - Math.floor(Math.min((kin.age - 19) * 300, around(random, 2200, 0.8)))),
    annualSales: toTenThousand(annualIncome * pack.rate('salesToIncome')),
    annualIncome,
    employees: chance(random, pack.rate('employers')) ? 1 + whole(random, 5) : 0,
    professional,
  }
}

const lostJob = (random: Random): LastJob => ({
  endedOn: isoFromDay(REFERENCE_DAY - 10 - whole(random, 350)),
  reason: pickByWeight(random, REASONS, REASON_TOTALS),
})

/** Wages of last year: those of now, less for who began or ended a job since. */
const lastYear = (random: Random, wage: number): number => toTenThousand(wage * 12 * (0.9 + random() * 0.08))

/** What decides whether and how someone works. */
export interface Circumstances {
  readonly origin: Origin
  readonly schooling: Schooling
  readonly isSeverelyDisabled: boolean
  readonly isRural: boolean
}

/** Percent of people like this who work. */
const employmentRate = (
  kin: Kin,
  { origin, isSeverelyDisabled }: Circumstances,
  studies: boolean,
  pack: PopulationPack,
): number => {
  const usual = pack.work(kin.sex, kin.age).employed
  if (origin.visa === 'E-9') return 97
  if (isSeverelyDisabled) return usual * pack.rate('workingSevere')
  return studies ? Math.min(usual, pack.rate('studentsWorking') * 100) : usual
}

export const workOf = (random: Random, kin: Kin, circumstances: Circumstances, pack: PopulationPack): Work => {
  const { origin, schooling, isRural } = circumstances
  if (kin.age < 15 || origin.abroadDays > 90) return NO_WORK
  const row = pack.work(kin.sex, kin.age)
  const studies = schooling.level === 'high' || (schooling.level === 'university' && schooling.enrolment === 'enrolled')
  const employed = random() * 100 < employmentRate(kin, circumstances, studies, pack)
  if (!employed) {
    if (kin.age >= 65 || kin.age < 20 || studies || !chance(random, pack.rate('unemployedOfIdle'))) return NO_WORK
    const wage = toTenThousand(around(random, row.wage * 0.8, 0.4))
    const insuredDays = 60 + whole(random, 1500)
    return {
      ...NO_WORK,
      status: 'unemployed',
      lastJob: lostJob(random),
      annualWages: lastYear(random, wage),
      insuredDays,
      registeredJobSeeker: chance(random, 0.7),
    }
  }
  const at = random() * 100
  if (at < row.selfEmployed && origin.visa !== 'E-9')
    return { ...NO_WORK, status: 'selfEmployed', business: businessOf(random, kin, isRural, pack), platform: false }
  if (at < row.selfEmployed + row.unpaid && origin.visa !== 'E-9') return { ...NO_WORK, status: 'family' }
  const job = jobOf(random, kin, studies ? Math.min(row.wage, 900_000) : row.wage, pack)
  return {
    ...NO_WORK,
    status: 'employed',
    job,
    annualWages: job.startedOn >= '2026-01-01' ? 0 : lastYear(random, job.wage),
    insuredDays: job.insured ? 200 + whole(random, 4000) : 0,
    platform: chance(random, pack.rate('platformWorkers')),
  }
}
