/** Whether a service can be applied for here, and on this day: one reading for offers, buttons and refusals. */
import type { ServiceDefinition } from './schemas/service.ts'

export type Openness = 'open' | 'closed' | 'elsewhere'

/** closed: applications are taken here, but not on this day. `today` is an ISO day. */
export function opennessOf(
  {
    work,
    form,
    status,
    effectiveFrom,
    windows,
  }: Pick<ServiceDefinition, 'work' | 'form' | 'status' | 'effectiveFrom' | 'windows'>,
  today: string,
): Openness {
  if (work === null || form.screens.length === 0) return 'elsewhere'
  const isLive = (status === 'active' || status === 'seasonal') && effectiveFrom <= today
  const isOpen = windows.length === 0 || windows.some(({ from, to }) => (from ?? today) <= today && today <= (to ?? today))
  return isLive && isOpen ? 'open' : 'closed'
}
