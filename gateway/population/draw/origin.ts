/** Where people come from: citizens, marriage migrants, other foreign residents. */
import type { PopulationPack } from '../pack.ts'
import type { Origin } from '../person.ts'
import type { Family, Kin } from './kin.ts'
import { chance, pickByWeight, type Random, runningTotals, whole } from './random.ts'

export const CITIZEN: Origin = {
  nationality: 'KR',
  visa: null,
  marriageMigrant: false,
  refugee: false,
  northKorean: false,
  abroadDays: 0,
}

const SPOUSES = ['VN', 'CN', 'PH', 'JP', 'TH', 'KH', 'UZ', 'US'] as const
const SPOUSE_TOTALS = runningTotals([27, 37, 8, 10, 6, 4, 3, 5])
const WORKERS = ['CN', 'VN', 'TH', 'UZ', 'NP', 'KH', 'PH', 'ID', 'MM', 'MN', 'US'] as const
const WORKER_TOTALS = runningTotals([45, 13, 7, 6, 5, 4, 4, 4, 4, 4, 4])
const KOREAN_CHINESE = ['F-4', 'H-2', 'F-5'] as const
const OTHERS = ['E-9', 'D-2', 'F-2', 'E-7'] as const

const abroad = (random: Random, pack: PopulationPack): number =>
  chance(random, pack.rate('abroad')) ? 1 + whole(random, 400) : 0

const migrant = (random: Random): Origin => ({
  ...CITIZEN,
  nationality: pickByWeight(random, SPOUSES, SPOUSE_TOTALS),
  visa: chance(random, 0.75) ? 'F-6' : 'F-5',
  marriageMigrant: true,
})

const worker = (random: Random, pack: PopulationPack): Origin => {
  if (chance(random, pack.rate('refugeeOfForeigners'))) return { ...CITIZEN, nationality: 'MM', visa: 'F-2', refugee: true }
  const nationality = pickByWeight(random, WORKERS, WORKER_TOTALS)
  const visas = nationality === 'CN' ? KOREAN_CHINESE : OTHERS
  return { ...CITIZEN, nationality, visa: visas[whole(random, visas.length)] ?? null }
}

/** The origin of one of a family. Children of a citizen are citizens (국적법 제2조). */
export const originOf = (random: Random, kin: Kin, family: Family, pack: PopulationPack): Origin => {
  if (kin.spouse !== null && kin.age >= 24 && kin.age < 62) {
    const isMigrant = chance(random, pack.rate(kin.sex === 'female' ? 'migrantWives' : 'migrantHusbands'))
    if (isMigrant) return migrant(random)
  }
  const livesAlone = family.length === 1 && kin.age >= 20 && kin.age < 62 && kin.marital === 'single'
  if (livesAlone && chance(random, pack.rate('foreignersAlone'))) return worker(random, pack)
  const days = abroad(random, pack)
  const northKorean = kin.age >= 19 && chance(random, pack.rate('northKoreanDefectors'))
  return days === 0 && !northKorean ? CITIZEN : { ...CITIZEN, northKorean, abroadDays: days }
}
