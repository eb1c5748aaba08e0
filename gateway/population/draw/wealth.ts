/** Homes, cars, savings and debts, by the age of the head and by region. */
import { isoFromDay } from '@dpg/period'
import type { District } from '../places.ts'
import type { PopulationPack } from '../pack.ts'
import type { Assets, Home, Household } from '../person.ts'
import type { Family, Kin } from './kin.ts'
import { REFERENCE_DAY } from './pools.ts'
import { around, chance, type Random, whole } from './random.ts'
import { toTenThousand } from './work.ts'

const MILLION = 1_000_000
const toMillion = (won: number): number => Math.round(won / MILLION) * MILLION

/** seoul, capital, metropolitan, city or rural: how dear homes are. */
const priceClass = ({ sido, regionClass }: District): string =>
  sido === '11'
    ? 'Seoul'
    : sido === '41' || sido === '28'
      ? 'Capital'
      : regionClass === 'metropolitan'
        ? 'Metropolitan'
        : regionClass === 'rural'
          ? 'Rural'
          : 'City'

const decadeOf = (age: number): string => (age < 30 ? '20' : age >= 70 ? '70' : String(Math.floor(age / 10) * 10))

const NO_HOME = { value: 0, deposit: 0, rent: 0 } as const

export const homeOf = (random: Random, family: Family, district: District, pack: PopulationPack): Home => {
  const head = family[0]
  const age = head?.age ?? 0
  const place = priceClass(district)
  const size = Math.round(around(random, 34 + 14 * Math.min(4, family.length), 0.25))
  const usual = pack.rate(`homeValue${place}`) * (0.55 + 0.2 * Math.min(4, family.length))
  const owns =
    pack.rate(`owners${decadeOf(age)}`) +
    pack.rate(`owners${place}`) +
    (head?.spouse === null || head === undefined ? -0.15 : 0.1)
  if (age >= 24 && chance(random, owns))
    return { ...NO_HOME, tenure: 'own', value: toMillion(around(random, usual, pack.rate('homeSpread'))), size }
  const at = random()
  const jeonse = pack.rate('jeonseOfTenants')
  const publicHomes = jeonse + pack.rate('publicOfTenants')
  const free = publicHomes + pack.rate('freeOfTenants')
  if (at < jeonse)
    return { ...NO_HOME, tenure: 'jeonse', deposit: toMillion(around(random, usual * pack.rate('jeonseToValue'), 0.45)), size }
  if (at < publicHomes)
    return {
      ...NO_HOME,
      tenure: 'publicRental',
      deposit: toMillion(around(random, 12 * MILLION, 0.6)),
      rent: toTenThousand(around(random, 150_000, 0.4)),
      size,
    }
  if (at < free) return { ...NO_HOME, tenure: 'free', size }
  const rent = toTenThousand(
    around(random, pack.rate(place === 'Seoul' || place === 'Capital' ? 'rentCapital' : 'rentElsewhere'), 0.35),
  )
  if (chance(random, pack.rate('noDepositOfRents'))) return { ...NO_HOME, tenure: 'rent', rent, size }
  return {
    ...NO_HOME,
    tenure: 'monthlyRent',
    rent,
    deposit: toMillion(around(random, pack.rate(place === 'Seoul' ? 'depositSeoul' : 'depositElsewhere'), 0.8)),
    size,
  }
}

export const carsOf = (random: Random, family: Family, pack: PopulationPack): Household['cars'] => {
  const drivers = family.filter(({ age }) => age >= 22 && age < 80).length
  const has = drivers > 0 && chance(random, pack.rate(family.length === 1 ? 'carAlone' : 'carTogether'))
  if (!has) return { count: 0, value: 0, luxury: 0 }
  const count = drivers > 1 && chance(random, pack.rate('secondCar')) ? 2 : 1
  const luxury = chance(random, pack.rate('luxuryCars')) ? toMillion(around(random, 65 * MILLION, 0.3)) : 0
  return { count, value: toMillion(around(random, pack.rate('carValue') * count, 0.8)) + luxury, luxury }
}

/** What one person has. The home, or its deposit, is the head's; so is land. */
export const assetsOf = (
  random: Random,
  kin: Kin,
  isHead: boolean,
  home: Home,
  district: District,
  pack: PopulationPack,
): Assets => {
  if (kin.age < 19)
    return { general: 0, financial: chance(random, 0.3) ? toMillion(around(random, 2 * MILLION, 0.8)) : 0, debt: 0, income: 0 }
  const financial = toMillion(around(random, pack.rate(`savings${decadeOf(kin.age)}`), pack.rate('savingsSpread')))
  const hasLand = isHead && kin.age >= 40 && chance(random, pack.rate(district.isRural ? 'landRural' : 'landElsewhere'))
  const land = hasLand ? toMillion(around(random, pack.rate('landValue'), 0.9)) : 0
  const general = isHead ? home.value + home.deposit + land : 0
  const onHome =
    isHead && chance(random, pack.rate('homeLoans')) ? toMillion((home.value + home.deposit) * (0.15 + 0.35 * random())) : 0
  const other = chance(random, pack.rate('otherLoans')) ? toMillion(around(random, 12 * MILLION, 0.8)) : 0
  const letsOut = isHead && kin.age >= 50 && home.tenure === 'own' && chance(random, pack.rate('letsOut'))
  const interest = (financial * pack.rate('interest')) / 12
  return {
    general,
    financial,
    debt: onHome + other,
    income: Math.floor((interest + (letsOut ? around(random, 450_000, 0.5) : 0)) / 1000) * 1000,
  }
}

export const supporterOf = (random: Random, family: Family, pack: PopulationPack): Household['supporter'] => {
  const age = family[0]?.age ?? 0
  if (!chance(random, pack.rate(age < 30 ? 'supporters20' : age < 60 ? 'supporters30' : 'supporters60'))) return null
  return {
    annualIncome: toMillion(around(random, pack.rate('supporterIncome'), 0.8)),
    property: toMillion(around(random, pack.rate('supporterProperty'), 0.9)),
  }
}

/** Since when the head lives there; young people and tenants move more often. */
export const movedIn = (random: Random, family: Family, home: Home, pack: PopulationPack): string => {
  const years = pack.rate(home.tenure === 'own' ? 'yearsOwners' : 'yearsTenants')
  const days = Math.floor(around(random, years * 300, 0.9))
  return isoFromDay(REFERENCE_DAY - Math.min(days, ((family[0]?.age ?? 0) - 10) * 365, 20_000) - whole(random, 60) - 1)
}
