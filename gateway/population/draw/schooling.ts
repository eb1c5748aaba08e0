/** Schooling by the year of birth: school years begin in March of the year in which a child turns seven (초ㆍ중등교육법 제13조). */
import { civil } from '@dpg/period'
import type { PopulationPack } from '../pack.ts'
import type { Schooling } from '../person.ts'
import type { Kin } from './kin.ts'
import { REFERENCE } from './pools.ts'
import { chance, pick, type Random, whole } from './random.ts'

const NONE: Schooling = {
  level: 'none',
  enrolment: 'none',
  grade: null,
  school: null,
  highest: 'none',
  graduatedOn: null,
  daycare: false,
}

const graduated = (born: number, years: number): string => `${born + years}-02-15`

/** The highest school of grown-ups, by the age they are now. */
const leftSchool = (random: Random, kin: Kin, born: number, pack: PopulationPack): Schooling => {
  const tertiary = pack.rate(
    kin.age < 35
      ? 'tertiary25'
      : kin.age < 45
        ? 'tertiary35'
        : kin.age < 55
          ? 'tertiary45'
          : kin.age < 65
            ? 'tertiary55'
            : 'tertiary65',
  )
  const at = random()
  if (at < tertiary) {
    const highest = at < tertiary * 0.3 ? 'college' : at < tertiary * 0.9 ? 'university' : 'graduate'
    return {
      ...NONE,
      enrolment: 'graduated',
      highest,
      graduatedOn: graduated(born, highest === 'college' ? 21 : highest === 'university' ? 24 : 27),
    }
  }
  const basic = kin.age >= 65 ? (at - tertiary) / (1 - tertiary) : 1
  if (basic < pack.rate('elementaryOnly65'))
    return { ...NONE, enrolment: 'graduated', highest: 'elementary', graduatedOn: graduated(born, 13) }
  return { ...NONE, enrolment: 'graduated', highest: 'high', graduatedOn: graduated(born, 19) }
}

const beforeSchool = (random: Random, kin: Kin, year: number, pack: PopulationPack): Schooling => {
  const kindergarten = year >= 4 && chance(random, pack.rate('kindergarten'))
  if (kindergarten)
    return { ...NONE, level: 'kindergarten', enrolment: 'enrolled', school: pick(random, pack.words('kindergarten')) }
  const daycare = chance(
    random,
    pack.rate(kin.age === 0 ? 'daycare0' : kin.age === 1 ? 'daycare1' : kin.age === 2 ? 'daycare2' : 'daycare3'),
  )
  return { ...NONE, daycare }
}

const LEVELS = [
  { level: 'elementary', from: 7, to: 12, highest: 'none', age: null },
  { level: 'middle', from: 13, to: 15, highest: 'elementary', age: 13 },
  { level: 'high', from: 16, to: 18, highest: 'middle', age: 16 },
] as const

const atUniversity = (random: Random, year: number, born: number, pack: PopulationPack): Schooling | null => {
  const rate = pack.rate(year < 23 ? 'university19' : year < 25 ? 'university23' : 'university25')
  if (!chance(random, rate)) return null
  return {
    ...NONE,
    level: 'university',
    enrolment: chance(random, pack.rate('universityLeave')) ? 'leave' : 'enrolled',
    grade: Math.min(4, Math.max(1, year - 18 - whole(random, 2))),
    school: pick(random, pack.words('university')),
    highest: 'high',
    graduatedOn: graduated(born, 19),
  }
}

export const schoolingOf = (random: Random, kin: Kin, pack: PopulationPack): Schooling => {
  const born = civil(kin.born).year
  const year = REFERENCE.year - born
  if (year < 7) return beforeSchool(random, kin, year, pack)
  const stage = LEVELS.find(({ to }) => year <= to)
  if (stage !== undefined) {
    const graduatedOn = stage.age === null ? null : graduated(born, stage.age)
    if (year > 8 && chance(random, pack.rate('outOfSchool')))
      return { ...NONE, enrolment: 'dropped', highest: stage.highest, graduatedOn }
    const school = pick(random, pack.words(stage.level))
    return {
      ...NONE,
      level: stage.level,
      enrolment: 'enrolled',
      grade: year - stage.from + 1,
      school,
      highest: stage.highest,
      graduatedOn,
    }
  }
  return (year <= 27 ? atUniversity(random, year, born, pack) : null) ?? leftSchool(random, kin, born, pack)
}
