/** Who may do what: authors write, approvers decide on what others wrote. */
import type { OfficialId, Principal } from '@dpg/kernel'
import { roleNeeded } from './contract.ts'

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
