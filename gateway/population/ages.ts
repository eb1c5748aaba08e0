/** Ages on the reference day, computed as the law does (libs/period). */
import { age, ageInMonths, dayFromIso } from '@dpg/period'
import { REFERENCE_DAY } from './draw/pools.ts'

/** 만 나이 (행정기본법 제7조의2). */
export const ageOn = (person: { readonly birthDate: string }, on: number = REFERENCE_DAY): number =>
  age(dayFromIso(person.birthDate), on)
export const monthsOld = (person: { readonly birthDate: string }, on: number = REFERENCE_DAY): number =>
  ageInMonths(dayFromIso(person.birthDate), on)
