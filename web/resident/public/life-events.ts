/** Moments of a life that people come by, in its order. */
import type { Translate } from '@dpg/kernel'

export const LIFE_EVENTS = [
  'birth',
  'childcare',
  'schooling',
  'youth',
  'work',
  'job-loss',
  'moving',
  'marriage',
  'illness',
  'disability',
  'ageing',
  'crisis',
  'death',
] as const

export type LifeEvent = (typeof LIFE_EVENTS)[number]

export const lifeEventName = (event: LifeEvent, t: Translate): string => t(`resident.life.${event}`)
