/** 건강보험: how someone is insured and what it costs, illnesses on record, long-term care. */
import { ageOn } from '../ages.ts'
import { monthlyBusiness, monthlyWages, publicPension } from '../means.ts'
import type { PopulationPack } from '../pack.ts'
import { relationOf, type SyntheticPerson } from '../person.ts'
import { REFERENCE } from '../draw/pools.ts'
import type { Facts } from './facts.ts'

type Cover = 'employee' | 'local' | 'dependant' | 'medicalAid'

const isEmployee = ({ work }: SyntheticPerson): boolean => work.job?.insured === true

const coverOf = (person: SyntheticPerson): Cover => {
  const { receives, members } = person.household
  if (receives.includes('medical') || receives.includes('livelihood')) return 'medicalAid'
  if (isEmployee(person)) return 'employee'
  const earns = monthlyWages(person) + monthlyBusiness(person) > 0
  // Wife, husband, parents and children of an employee who earn nothing themselves (국민건강보험법 제5조제2항).
  const carried = members.some((member) => member !== person && isEmployee(member) && relationOf(person, member) !== 'other')
  return !earns && carried ? 'dependant' : 'local'
}

const premiumOf = (person: SyntheticPerson, pack: PopulationPack): number => {
  const rate = pack.rate('healthPremium') / 100
  const cover = coverOf(person)
  if (cover === 'employee') return Math.floor((monthlyWages(person) * rate) / 20) * 10
  // A household of local members pays once: here the first of them does.
  if (cover !== 'local' || person.household.members.find((member) => coverOf(member) === 'local') !== person) return 0
  const income = monthlyBusiness(person) + publicPension(person) / 2 + person.assets.income
  return Math.floor(Math.max(pack.rate('localPremiumLeast'), income * rate) / 10) * 10
}

export const healthFacts = (person: SyntheticPerson, pack: PopulationPack): Facts => {
  const { health } = person
  return {
    'person.pregnant': health.due !== null,
    'person.expectedBirthDate': health.due,
    'person.severeIllness': health.severeIllness,
    'person.dementia': health.dementia,
    'person.longTermCareGrade': health.careGrade,
    'person.hospitalised': health.hospitalised,
    // Every second year, by the year of birth (국민건강보험법 시행령 제25조).
    'person.healthCheckDue': ageOn(person) >= 20 && Number(person.birthDate.slice(0, 4)) % 2 === REFERENCE.year % 2,
    'person.healthInsuranceType': coverOf(person),
    'person.healthInsurancePremium': premiumOf(person, pack),
    'household.healthInsurancePremium': person.household.members.reduce((sum, member) => sum + premiumOf(member, pack), 0),
  }
}
