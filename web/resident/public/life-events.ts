/** Moments of a life that people come by, in its order. */
import { LIFE_EVENTS } from '@dpg/definitions'
import type { Translate } from '@dpg/kernel'

export { LIFE_EVENTS }

export type LifeEvent = (typeof LIFE_EVENTS)[number]

export const lifeEventName = (event: LifeEvent, t: Translate): string => t(`resident.life.${event}`)
