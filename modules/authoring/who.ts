/** Who may do what: authors write, approvers decide on what others wrote, each for the services of their own agency. */
import type { OfficialId, Principal } from '@dpg/kernel'
import { otherAgency, roleNeeded } from './contract.ts'
import type { Inside } from './deps.ts'

const AUTHOR = 'rule-author'
const APPROVER = 'rule-approver'

export const isAuthor = ({ permissions }: Principal): boolean => permissions.has(AUTHOR)
export const isApprover = ({ permissions }: Principal): boolean => permissions.has(APPROVER)

const idOf = ({ official }: Principal, role: string): OfficialId => {
  if (!official) throw roleNeeded({ role })
  return official.id
}

export function authorOf(principal: Principal): OfficialId {
  if (!isAuthor(principal)) throw roleNeeded({ role: AUTHOR })
  return idOf(principal, AUTHOR)
}

export function approverOf(principal: Principal): OfficialId {
  if (!isApprover(principal)) throw roleNeeded({ role: APPROVER })
  return idOf(principal, APPROVER)
}

/** Either of them may look. */
export function readerOf(principal: Principal): OfficialId {
  if (!isAuthor(principal) && !isApprover(principal)) throw roleNeeded({ role: AUTHOR })
  return idOf(principal, AUTHOR)
}

type Known = Pick<Inside, 'catalogue' | 'directory'>

/** Their own agency is the competent one, or stands above it. */
export function isOver({ official }: Principal, agency: string, { catalogue }: Pick<Inside, 'catalogue'>): boolean {
  const { agencies } = catalogue.current().pack
  const seen = new Set<string>()
  for (let code: string | null | undefined = agency; code && !seen.has(code); code = agencies.get(code)?.parent) {
    if (code === official?.agency) return true
    seen.add(code)
  }
  return false
}

/** A service that is gone belongs to nobody. */
export const mayTouch = (principal: Principal, service: string, known: Pick<Inside, 'catalogue'>): boolean =>
  isOver(principal, known.catalogue.current().service(service)?.agency ?? '', known)

/** Throws `authoring/other-agency`: rules are written and decided on where the law puts the service. */
export function demandAgency(principal: Principal, agency: string, known: Known): void {
  if (!isOver(principal, agency, known)) throw otherAgency({ agency: known.directory.agencyName(agency, 'ko') })
}

export const demandOwn = (principal: Principal, service: string, known: Known): void =>
  demandAgency(principal, known.catalogue.current().service(service)?.agency ?? '', known)
