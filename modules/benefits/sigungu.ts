/** Where somebody lives, by code: derived from what the resident register holds. */
import type { ScreenInput } from '@dpg/rules'
import type { Rules } from './engine.ts'

export function sigunguOf({ engine }: Pick<Rules, 'engine'>, input: ScreenInput): string | null {
  const value = engine.value('person.sigungu', input)
  return typeof value === 'string' ? value : null
}
