/** The few legal figures that the simulated registers apply when they say who receives what: read from the pack, never written here. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const amounts = z.array(z.number())
const pair = z.object({ single: z.number(), couple: z.number() })
const SHAPES = {
  medianIncome: amounts,
  livelihoodRatio: z.number(),
  medicalRatio: z.number(),
  housingRatio: z.number(),
  educationRatio: z.number(),
  nearPoorRatio: z.number(),
  singleParentRatio: z.number(),
  supporterIncomeLimit: z.number(),
  supporterPropertyLimit: z.number(),
  basicPensionStandard: z.number(),
  basicPensionThreshold: pair,
  basicPensionEarningsDeduction: z.number(),
  basicPensionPropertyDeduction: amounts,
  basicPensionFinancialDeduction: z.number(),
  basicPensionConversionRate: z.number(),
  disabilityPensionThreshold: pair,
  childAllowanceAgeLimit: z.number(),
  eitcIncomeLimit: z.object({ single: z.number(), singleEarner: z.number(), dualEarner: z.number() }),
  eitcPropertyLimit: z.number(),
} as const

export type Figures = { readonly [K in keyof typeof SHAPES]: z.output<(typeof SHAPES)[K]> }

interface Dated {
  readonly from: string
  readonly value?: unknown
}

/** The entries of a list file that are needed: reading a whole file takes ten times as long. */
const entriesIn = (text: string): readonly { readonly id: string; readonly values: readonly Dated[] }[] => {
  const wanted = text.split(/^(?=- id: )/m).filter((block) => (/^- id: (\w+)/.exec(block)?.[1] ?? '') in SHAPES)
  return parse(wanted.join('')) ?? []
}

/** The figures in force on a day (ISO). Throws when one is not there, naming it. */
export const readFigures = (folder: string, on: string): Figures => {
  const found = new Map<string, unknown>()
  for (const name of readdirSync(`${folder}/parameters`).filter((file) => file.endsWith('.yaml')))
    for (const { id, values } of entriesIn(readFileSync(`${folder}/parameters/${name}`, 'utf8'))) {
      const inForce = values.filter(({ from }) => from <= on).at(-1)
      if (inForce?.value !== undefined) found.set(id, inForce.value)
    }
  return Object.fromEntries(
    Object.entries(SHAPES).map(([id, shape]) => {
      const read = shape.safeParse(found.get(id))
      if (!read.success) throw new Error(`parameter ${id} is not known on ${on}`)
      return [id, read.data]
    }),
  ) as unknown as Figures
}
