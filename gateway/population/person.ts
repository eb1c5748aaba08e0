/** A synthetic person and the household they live in: what all registers together know, once. Facts are read out of it (registers/). */
import type { PersonId } from '@dpg/kernel'
import type { MaritalStatus } from './draw/kin.ts'
import type { Sex } from './pack.ts'

export type { MaritalStatus, Sex }

export interface Origin {
  /** Two letters; KR for citizens. */
  readonly nationality: string
  readonly visa: string | null
  readonly marriageMigrant: boolean
  readonly refugee: boolean
  readonly northKorean: boolean
  readonly abroadDays: number
}

export type EmploymentStatus = 'employed' | 'selfEmployed' | 'family' | 'unemployed' | 'inactive'

export interface Job {
  /** Won a month before tax. */
  readonly wage: number
  /** Regular work, as opposed to day labour and public jobs (기초연금법 시행령 제2조). */
  readonly regular: boolean
  readonly hours: number
  readonly startedOn: string
  readonly employerSize: number
  readonly insured: boolean
  readonly onParentalLeave: boolean
}

export interface LastJob {
  readonly endedOn: string
  readonly reason: 'voluntary' | 'dismissed' | 'contractEnd' | 'closure' | 'retirement' | 'misconduct'
}

export interface Business {
  /** KSIC section; A without registration is a farm, whose income is not taxed. */
  readonly sector: string
  readonly registered: boolean
  readonly restaurant: boolean
  readonly openedOn: string
  readonly annualSales: number
  readonly annualIncome: number
  readonly employees: number
  readonly professional: boolean
}

export interface Work {
  readonly status: EmploymentStatus
  readonly job: Job | null
  readonly lastJob: LastJob | null
  readonly business: Business | null
  /** Gross wages of last year. */
  readonly annualWages: number
  readonly insuredDays: number
  readonly platform: boolean
  readonly registeredJobSeeker: boolean
}

export interface Pensions {
  /** National Pension a month, 0 when none is drawn; `aValue` is its redistributive part. */
  readonly national: number
  readonly aValue: number
  readonly insured: boolean
  readonly occupational: 'none' | 'civilServant' | 'privateSchool' | 'military' | 'postOffice'
  readonly occupationalAmount: number
}

export interface Schooling {
  readonly level: 'none' | 'kindergarten' | 'elementary' | 'middle' | 'high' | 'university' | 'graduate'
  readonly enrolment: 'enrolled' | 'leave' | 'graduated' | 'dropped' | 'none'
  readonly grade: number | null
  readonly school: string | null
  readonly highest: 'none' | 'elementary' | 'middle' | 'high' | 'college' | 'university' | 'graduate'
  readonly graduatedOn: string | null
  readonly daycare: boolean
}

export interface Disability {
  readonly severe: boolean
  /** Severe in the sense of the Disability Pension Act (장애인연금법 제2조제1호). */
  readonly severeForPension: boolean
  readonly types: readonly string[]
  readonly registeredOn: string
}

export interface Health {
  readonly disability: Disability | null
  readonly due: string | null
  readonly severeIllness: boolean
  readonly dementia: boolean
  readonly careGrade: 'g1' | 'g2' | 'g3' | 'g4' | 'g5' | 'cognitive' | 'none'
  readonly hospitalised: boolean
  readonly inCareFacility: boolean
  readonly veteran:
    | 'independence'
    | 'merit'
    | 'war'
    | 'compensated'
    | 'special'
    | 'democracy'
    | 'discharged'
    | 'agentOrange'
    | null
}

/** Won. `general`: the home if owned, the deposit if rented, land. */
export interface Assets {
  readonly general: number
  readonly financial: number
  readonly debt: number
  /** Interest, dividends and rents a month. */
  readonly income: number
}

export type PersonBenefit =
  | 'basicPension'
  | 'disabilityPension'
  | 'disabilityAllowance'
  | 'childAllowance'
  | 'parentBenefit'
  | 'homeCareAllowance'
  | 'youthRent'
  | 'unemployment'
  | 'employmentSupport'
  | 'veteranPension'
  | 'longTermCare'
export type HouseholdBenefit =
  | 'livelihood'
  | 'medical'
  | 'housing'
  | 'education'
  | 'nearPoor'
  | 'singleParent'
  | 'emergency'
  | 'eitc'
  | 'childTaxCredit'

export interface SyntheticPerson {
  readonly id: PersonId
  readonly name: string
  /** ISO day. */
  readonly birthDate: string
  readonly sex: Sex
  /** 시군구 (or 일반구) code of today. */
  readonly area: string
  /** 법정동 code of ten digits. */
  readonly eupmyeondong: string
  readonly householdId: string
  readonly household: Household
  readonly marital: MaritalStatus
  readonly marriedOn: string | null
  readonly spouse: SyntheticPerson | null
  /** Those of the same household. */
  readonly parents: readonly SyntheticPerson[]
  readonly grandparents: readonly SyntheticPerson[]
  readonly origin: Origin
  readonly work: Work
  readonly pensions: Pensions
  readonly schooling: Schooling
  readonly health: Health
  readonly assets: Assets
  readonly receives: readonly PersonBenefit[]
  /** Parents who live elsewhere and count for young people (원가구). */
  readonly originFamily: { readonly monthlyIncome: number; readonly size: number; readonly property: number } | null
  readonly phone: string
  readonly bank: { readonly bank: string; readonly number: string }
}

export interface Home {
  readonly tenure: 'own' | 'jeonse' | 'monthlyRent' | 'rent' | 'free' | 'publicRental'
  /** Value if owned, else 0. */
  readonly value: number
  readonly deposit: number
  readonly rent: number
  /** Square metres. */
  readonly size: number
}

export interface Household {
  readonly id: string
  readonly eupmyeondong: string
  readonly address: string
  /** When the head moved in. */
  readonly since: string
  /** The head first. */
  readonly members: readonly SyntheticPerson[]
  readonly home: Home
  readonly cars: { readonly count: number; readonly value: number; readonly luxury: number }
  /** Parents and children who live elsewhere and owe support (부양의무자). */
  readonly supporter: { readonly annualIncome: number; readonly property: number } | null
  readonly adopted: boolean
  readonly fosters: boolean
  /** Last day of emergency relief, if ever. */
  readonly emergencySince: string | null
  readonly receives: readonly HouseholdBenefit[]
}

/** While people are made, what is read-only afterwards is filled in. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] }

/** How `b` stands to `a`, in the words of the vocabulary (household.members). */
export type Relation =
  | 'self'
  | 'spouse'
  | 'child'
  | 'parent'
  | 'grandparent'
  | 'grandchild'
  | 'sibling'
  | 'parentInLaw'
  | 'childInLaw'
  | 'other'

export const relationOf = (a: SyntheticPerson, b: SyntheticPerson): Relation => {
  if (a === b) return 'self'
  if (a.spouse === b) return 'spouse'
  if (b.parents.includes(a) || (a.spouse !== null && b.parents.includes(a.spouse))) return 'child'
  if (a.parents.includes(b) || a.parents.some((parent) => parent.spouse === b)) return 'parent'
  if (b.grandparents.includes(a) || b.parents.some((parent) => parent.parents.includes(a) || parent.spouse?.parents.includes(a)))
    return 'grandchild'
  if (a.grandparents.includes(b) || a.parents.some((parent) => parent.parents.includes(b) || parent.spouse?.parents.includes(b)))
    return 'grandparent'
  if (a.spouse?.parents.includes(b)) return 'parentInLaw'
  if (b.spouse?.parents.includes(a)) return 'childInLaw'
  if (a.parents.some((parent) => b.parents.includes(parent)) || a.grandparents.some((old) => b.grandparents.includes(old)))
    return 'sibling'
  return 'other'
}

/** Children of someone in the household, a spouse's included. */
export const childrenOf = (person: SyntheticPerson): readonly SyntheticPerson[] =>
  person.household.members.filter((member) => relationOf(person, member) === 'child')
