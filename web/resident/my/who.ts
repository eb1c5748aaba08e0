/** Whose pages these are. */
import { type Lang, ownerOf, type PersonId, type Principal, textIn } from '@dpg/kernel'
import type { ResidentContracts } from '../contracts.ts'

/** The person of a session that holds `resident`; the border has let no other in. */
export function personOf({ person }: Principal): PersonId {
  if (!person) throw new Error('a session with the permission "resident" has a person')
  return person
}

/** Whose trace: one's own, or that of the company whose registered representative acts. */
export function ownerOfTrace(principal: Principal): PersonId {
  return ownerOf(principal) ?? personOf(principal)
}

/** What things are called, from the definitions in force: facts, registers, services. An id that is not there names itself. */
export function namesIn({ catalogue }: Pick<ResidentContracts, 'catalogue'>, lang: Lang) {
  const { pack, service } = catalogue.current()
  const titleOf = (
    found: { readonly title: { readonly ko: string; readonly en?: string | undefined } } | undefined,
    id: string,
  ) => (found ? textIn(found.title, lang) : id)
  return {
    fact: (id: string) => titleOf(pack.facts.get(id), id),
    register: (id: string) => titleOf(pack.registers.get(id), id),
    service: (id: string) => titleOf(service(id), id),
  }
}

export type Names = ReturnType<typeof namesIn>
