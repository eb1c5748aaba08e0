/** Whose a mobile ID is: the resident register knows by its number, asked through the exchange, written into the person's log. */
import type { Exchange } from '@dpg/exchange/contract'
import type { HolderSource } from '@dpg/identity'
import { asThemselves, LONGEST_MS } from './as-themselves.ts'

const PURPOSE = { ko: '모바일 신분증으로 본인 확인', en: 'Showing who one is by mobile ID' }
const LAW = '주민등록법 제25조제1항'
const REGISTER = 'resident-register'

/** `exchange` is built after identity, which asks. */
export const holderSource = (exchange: () => Exchange): HolderSource => ({
  find: async ({ number, name, birthDate }) => {
    const person = await exchange().find({
      register: REGISTER,
      by: { 'person.residentNumber': number, 'person.birthDate': birthDate },
      name,
      purpose: PURPOSE,
      law: LAW,
      timeoutMs: LONGEST_MS,
    })
    if (!person) return undefined
    const { facts, failures } = await exchange().fetch(
      asThemselves({ person, name }, { facts: ['person.name'], purpose: PURPOSE, law: LAW }),
    )
    if (failures.length > 0) throw new Error('a register did not answer')
    // A number alone makes nobody somebody.
    return facts['person.name']?.value === name ? { person, name } : undefined
  },
})
