/** 국세: businesses, and the incomes of last year. Farms pay no income tax on crops, so the register does not know them. */
import { ageOn } from '../ages.ts'
import { companiesOf } from '../companies.ts'
import { businessNumber } from '../identity.ts'
import type { SyntheticPerson } from '../person.ts'
import type { Facts } from './facts.ts'

const SUPPORTED_PARENT = 70
const DEPENDENT_CHILD = 19

const businessIncome = ({ work }: SyntheticPerson): number =>
  work.business?.registered === true ? work.business.annualIncome : 0
/** 총급여액 등: wages and business income adjusted by trade, taken as the income itself (README.md). */
const earnings = (person: SyntheticPerson): number => person.work.annualWages + businessIncome(person)
const total = (person: SyntheticPerson): number => earnings(person) + person.assets.income * 12

const businessFacts = (person: SyntheticPerson): Facts => {
  const business = person.work.business?.registered === true ? person.work.business : null
  return {
    'business.exists': business !== null,
    'business.registrationNumber': business === null ? null : businessNumber(person.id),
    'business.state': business === null ? 'none' : 'operating',
    'business.sector': business?.sector ?? 'none',
    'business.restaurant': business?.restaurant ?? false,
    'business.openedOn': business?.openedOn ?? null,
    'business.annualSales': business?.annualSales ?? 0,
    'business.microBusiness': business !== null && business.employees < 5,
    'business.sigungu': business === null ? null : person.eupmyeondong.slice(0, 5),
  }
}

export const taxFacts = (person: SyntheticPerson): Facts => {
  const { household, spouse, parents, grandparents } = person
  const property = household.members.reduce((sum, { assets }) => sum + assets.general + assets.financial, household.cars.value)
  const old = [...parents, ...(spouse?.parents ?? []), ...grandparents].some((parent) => ageOn(parent) >= SUPPORTED_PARENT)
  const professional = [person, spouse].some((one) => one?.work.business?.professional === true)
  return {
    ...businessFacts(person),
    'person.companies': companiesOf(person.id),
    'household.elderlyParentSupported': old,
    'person.annualIncome': total(person),
    'person.annualEarnings': person.work.annualWages,
    'person.annualBusinessIncome': businessIncome(person),
    'person.annualReligiousIncome': 0,
    'person.monthlyBusinessIncome': Math.floor(businessIncome(person) / 12),
    'person.monthlyPropertyIncome': person.assets.income,
    'person.eitcBusinessEarnings': businessIncome(person),
    'household.spouseEitcEarnings': spouse === null ? 0 : earnings(spouse),
    'household.eitcTotalIncome': total(person) + (spouse === null ? 0 : total(spouse)),
    'household.eitcProperty': property,
    'person.isProfessional': professional,
    'person.isOthersDependant': ageOn(person) < DEPENDENT_CHILD && parents.length + grandparents.length > 0,
  }
}
