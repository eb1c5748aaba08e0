/** Companies of the demo country that are legal persons (법인): what the tax office and the employment insurance know of them. */
import { readFileSync } from 'node:fs'
import type { PersonId } from '@dpg/kernel'
import { parse } from 'yaml'
import { z } from 'zod'
import { businessNumber } from './identity.ts'
import { personaId } from './personas.ts'
import type { Facts } from './registers/facts.ts'

const company = z
  .strictObject({
    name: z.string(),
    representative: z.strictObject({ persona: z.int(), member: z.int() }),
    sector: z.string(),
    openedOn: z.iso.date(),
    annualSales: z.int().nonnegative(),
    employees: z.int().nonnegative(),
    sigungu: z.string().regex(/^\d{5}$/),
  })
  .readonly()

export interface Company extends Omit<z.infer<typeof company>, 'representative'> {
  readonly id: PersonId
  readonly representative: PersonId
}

/** Companies are numbered in a row of ids that no person has. */
const idOf = (number: number) => `per_01980000-0000-7000-8001-${String(number).padStart(12, '0')}` as PersonId

/** In the order of companies.yaml. */
export const readCompanies = (): readonly Company[] =>
  z
    .array(company)
    .parse(parse(readFileSync(new URL('companies.yaml', import.meta.url), 'utf8')))
    .map(({ representative: { persona, member }, ...rest }, i) => ({
      ...rest,
      id: idOf(i + 1),
      representative: personaId(persona, member),
    }))

const COMPANIES = readCompanies()

/** Fewer than five, or ten in manufacturing, mining, building and transport (소상공인기본법 시행령 제3조). */
const MICRO: Readonly<Record<string, number>> = { B: 10, C: 10, F: 10, H: 10 }

const taxFacts = ({ id, sector, openedOn, annualSales, employees, sigungu }: Company): Facts => ({
  'business.exists': true,
  'business.registrationNumber': businessNumber(id),
  'business.state': 'operating',
  'business.sector': sector,
  'business.restaurant': false,
  'business.openedOn': openedOn,
  'business.annualSales': annualSales,
  'business.microBusiness': employees < (MICRO[sector] ?? 5),
  'business.sigungu': sigungu,
})

/** What a register knows of a company; nothing in those that only know people. Undefined: there is no such company. */
export function companyFacts(id: string, register: string): Facts | undefined {
  const found = COMPANIES.find((one) => one.id === id)
  if (!found) return undefined
  if (register === 'national-tax') return taxFacts(found)
  return register === 'employment-insurance' ? { 'business.employees': found.employees } : {}
}

/** Those whose registered representative somebody is, as the tax office names them (법인세법 제111조). */
export const companiesOf = (person: string): Facts[] =>
  COMPANIES.filter(({ representative }) => representative === person).map(({ id, name }) => ({
    ...{ subject: id, name },
    registrationNumber: businessNumber(id),
  }))
