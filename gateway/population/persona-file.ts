/** How personas.yaml is written: only what differs from someone who has, does and receives nothing. */
import { z } from 'zod'

const text = z.strictObject({ ko: z.string(), en: z.string() })
const day = z.iso.date()
const won = z.int().nonnegative()

const job = z.strictObject({
  wage: won,
  regular: z.boolean().default(true),
  hours: z.int(),
  startedOn: day,
  employerSize: z.int(),
  insured: z.boolean().default(true),
  onParentalLeave: z.boolean().default(false),
})

const business = z.strictObject({
  sector: z.string(),
  registered: z.boolean(),
  restaurant: z.boolean().default(false),
  openedOn: day,
  annualSales: won,
  annualIncome: won,
  employees: z.int().default(0),
  professional: z.boolean().default(false),
})

const work = z.strictObject({
  status: z.enum(['employed', 'selfEmployed', 'family', 'unemployed', 'inactive']).default('inactive'),
  job: job.nullable().default(null),
  lastJob: z
    .strictObject({
      endedOn: day,
      reason: z.enum(['voluntary', 'dismissed', 'contractEnd', 'closure', 'retirement', 'misconduct']),
    })
    .nullable()
    .default(null),
  business: business.nullable().default(null),
  annualWages: won.default(0),
  insuredDays: z.int().default(0),
  platform: z.boolean().default(false),
  registeredJobSeeker: z.boolean().default(false),
})

const EDUCATION = ['none', 'elementary', 'middle', 'high', 'college', 'university', 'graduate'] as const

/** Of those at school; grown-ups have `highest` only. */
const schooling = z.strictObject({
  level: z.enum(['none', 'kindergarten', 'elementary', 'middle', 'high', 'university', 'graduate']),
  grade: z.int().nullable().default(null),
  school: z.string().nullable().default(null),
  highest: z.enum(EDUCATION).default('none'),
  daycare: z.boolean().default(false),
})

const health = z.strictObject({
  disability: z
    .strictObject({ severe: z.boolean(), severeForPension: z.boolean(), types: z.array(z.string()), registeredOn: day })
    .nullable()
    .default(null),
  severeIllness: z.boolean().default(false),
})

const member = z.strictObject({
  name: z.string(),
  birthDate: day,
  sex: z.enum(['male', 'female']),
  marital: z.enum(['single', 'married', 'divorced', 'widowed']).default('single'),
  marriedOn: day.nullable().default(null),
  spouse: z.int().nullable().default(null),
  parents: z.array(z.int()).default([]),
  origin: z.strictObject({ nationality: z.string(), visa: z.string(), marriageMigrant: z.boolean() }).nullable().default(null),
  work: work.prefault({}),
  pensions: z
    .strictObject({ national: won.default(0), aValue: won.default(0), insured: z.boolean().default(false) })
    .prefault({}),
  schooling: schooling.nullable().default(null),
  highest: z.enum(EDUCATION).default('high'),
  health: health.prefault({}),
  assets: z
    .strictObject({ general: won.default(0), financial: won.default(0), debt: won.default(0), income: won.default(0) })
    .prefault({}),
  receives: z.array(z.enum(['basicPension', 'disabilityPension', 'childAllowance', 'parentBenefit'])).default([]),
  originFamily: z.strictObject({ monthlyIncome: won, size: z.int(), property: won }).nullable().default(null),
})

const household = z.strictObject({
  eupmyeondong: z.string().regex(/^\d{10}$/),
  address: z.string(),
  since: day,
  home: z.strictObject({
    tenure: z.enum(['own', 'jeonse', 'monthlyRent', 'rent', 'free', 'publicRental']),
    value: won.default(0),
    deposit: won.default(0),
    rent: won.default(0),
    size: z.int(),
  }),
  cars: z.strictObject({ count: z.int(), value: won, luxury: won.default(0) }).prefault({ count: 0, value: 0 }),
  supporter: z.strictObject({ annualIncome: won, property: won }).nullable().default(null),
  receives: z
    .array(z.enum(['livelihood', 'medical', 'housing', 'education', 'nearPoor', 'singleParent', 'eitc', 'childTaxCredit']))
    .default([]),
  members: z.array(member).nonempty(),
})

export const personaFile = z.array(
  z.strictObject({
    title: text,
    story: text,
    /** Which member signs in, from 1. */
    person: z.int().default(1),
    /** Another member who signs in, to answer for themselves. */
    partner: z.strictObject({ person: z.int(), title: text, story: text }).nullable().default(null),
    household,
    says: z.record(z.string(), z.json()).default({}),
    /** By service id: an amount in won, `yes` where none is paid or known, `unknown`. Services not named: no. */
    expects: z.record(z.string(), z.union([won, z.literal('yes'), z.literal('unknown')])),
  }),
)

export type PersonaEntry = z.output<typeof personaFile>[number]
export type PersonaMember = PersonaEntry['household']['members'][number]
