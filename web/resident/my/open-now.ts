/** Whether a service can be applied for here, and today: the same reading as casework's, so that no button leads to a refusal. */
import type { ResidentContracts } from '../contracts.ts'

type Definition = NonNullable<ReturnType<ReturnType<ResidentContracts['catalogue']['current']>['service']>>

/** closed: applications are taken here, but not on this day. */
export function opennessOf(
  { work, form, status, effectiveFrom, windows }: Definition,
  today: string,
): 'open' | 'closed' | 'elsewhere' {
  if (work === null || form.screens.length === 0) return 'elsewhere'
  const isLive = (status === 'active' || status === 'seasonal') && effectiveFrom <= today
  const isOpen = windows.length === 0 || windows.some(({ from, to }) => (from ?? today) <= today && today <= (to ?? today))
  return isLive && isOpen ? 'open' : 'closed'
}
