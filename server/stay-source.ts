/** Whose a passport is, as the registers have it: immigration by its number, the resident register who that is. Asked through the exchange, written into the person's log. */
import type { Access } from '@dpg/access/contract'
import type { Exchange, FetchResult } from '@dpg/exchange/contract'
import type { ShownPassport, StaySource } from '@dpg/identity'
import type { Db } from '@dpg/kernel/server'
import { asThemselves, LONGEST_MS } from './as-themselves.ts'

const PURPOSE = { ko: '여권으로 본인 확인', en: 'Showing who one is by passport' }
const REFUSED = { ko: '내 여권으로 로그인하려다 거절됨', en: 'A sign-in with your passport that was refused' }
const LAW = '여권법 제7조제1항'
const REGISTER = 'immigration'
const NUMBER = 'person.passportNumber'
const WHO = ['person.name', 'person.birthDate', 'person.sex'] as const
const STAY = ['person.nationality', 'person.abroadDays', 'person.visaStatus'] as const

export interface StayDeps {
  readonly db: Pick<Db, 'transaction'>
  /** Built after identity, which asks. */
  readonly exchange: () => Exchange
  readonly access: () => Access
}

export function staySource({ db, exchange, access }: StayDeps): StaySource {
  const holderOf = ({ state, number, name }: ShownPassport) =>
    exchange().find({
      register: REGISTER,
      by: { [NUMBER]: number, 'person.nationality': state },
      name,
      purpose: PURPOSE,
      law: LAW,
      timeoutMs: LONGEST_MS,
    })
  return {
    find: async (passport) => {
      const person = await holderOf(passport)
      if (!person) return undefined
      const { facts, failures } = await exchange().fetch(
        asThemselves({ person, name: passport.name }, { facts: [...WHO, ...STAY], purpose: PURPOSE, law: LAW }),
      )
      if (failures.length > 0) throw new Error('a register did not answer')
      const told = valuesOf(facts)
      if (!isSame(passport, told)) return undefined
      const { 'person.abroadDays': days, 'person.visaStatus': visa } = told
      const stay = {
        citizen: told['person.nationality'] === 'KR',
        abroadDays: typeof days === 'number' ? days : null,
        visa: typeof visa === 'string' ? visa : null,
      }
      return { person, name: String(told['person.name'] ?? passport.name), stay }
    },
    refused: async (passport) => {
      const subject = await holderOf(passport)
      if (!subject) return
      const actor = { kind: 'system', name: 'Any ID', agency: null } as const
      await db.transaction((tx) =>
        access().record(tx, {
          subject,
          actor,
          use: 'refuse',
          facts: [NUMBER],
          purpose: REFUSED,
          law: LAW,
          register: null,
          service: null,
          case: null,
        }),
      )
    },
  }
}

const valuesOf = (facts: FetchResult['facts']): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(facts).map(([fact, { value }]) => [fact, value]))

/** A number alone makes nobody somebody: day of birth and sex must be theirs too. Names are written in another script. */
function isSame({ bornOn, sex }: ShownPassport, told: Readonly<Record<string, unknown>>): boolean {
  const own = told['person.sex'] === 'female' ? 'F' : told['person.sex'] === 'male' ? 'M' : null
  return told['person.birthDate'] === bornOn && (own === null || sex === 'X' || own === sex)
}
