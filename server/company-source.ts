/** The companies that somebody represents, as the tax office has them: asked through the exchange as the person themselves. */
import { type Exchange, registerUnavailable } from '@dpg/exchange/contract'
import type { CompanySource } from '@dpg/identity'
import type { Identity } from '@dpg/identity/contract'
import { asThemselves } from './as-themselves.ts'

const PURPOSE = { ko: '내가 대표인 회사 확인', en: 'Finding out which companies I represent' }
const LAW = '법인세법 제111조'
const REGISTER = 'national-tax'

/** `exchange` and `identity` are built after what asks. */
export function companySource(exchange: () => Exchange, identity: () => Pick<Identity, 'behind'>): CompanySource {
  return async (person, name) => {
    const ask = { facts: ['person.companies'], purpose: PURPOSE, law: LAW }
    const { facts } = await exchange().fetch(asThemselves({ person, name }, ask))
    const told = facts['person.companies']?.value
    if (!Array.isArray(told)) throw registerUnavailable({ register: REGISTER })
    return told.flatMap((one) => {
      const { subject, name: called } = one as Readonly<Record<string, unknown>>
      const behind = identity().behind(REGISTER, String(subject))
      return behind ? [{ company: behind, name: String(called) }] : []
    })
  }
}
