/** Somebody's children, as the family register has them: asked through the exchange as the person themselves, written into their log. */
import { type Exchange, registerUnavailable } from '@dpg/exchange/contract'
import type { FamilySource } from '@dpg/identity'
import type { Identity } from '@dpg/identity/contract'
import { asThemselves } from './as-themselves.ts'

const PURPOSE = { ko: '내가 대신할 수 있는 가족 확인', en: 'Finding out for whom in my family I may act' }
const LAW = '가족관계의 등록 등에 관한 법률 제14조제1항'
const REGISTER = 'family-register'

/** `exchange` and `identity` are built after what asks. */
export function familySource(exchange: () => Exchange, identity: () => Pick<Identity, 'behind'>): FamilySource {
  return async (person, name) => {
    const { facts } = await exchange().fetch(
      asThemselves({ person, name }, { facts: ['person.children', 'person.sex'], purpose: PURPOSE, law: LAW }),
    )
    const sex = facts['person.sex']?.value
    const told = facts['person.children']?.value
    // A register that is silent for now ends nobody's mandate.
    if (!Array.isArray(told)) throw registerUnavailable({ register: REGISTER })
    return {
      relation: sex === 'female' ? 'mother' : sex === 'male' ? 'father' : null,
      children: told.flatMap((child) => {
        const { subject, name: called, birthDate } = child as Readonly<Record<string, unknown>>
        const behind = identity().behind(REGISTER, String(subject))
        return behind ? [{ person: behind, name: String(called), birthDate: String(birthDate) }] : []
      }),
    }
  }
}
