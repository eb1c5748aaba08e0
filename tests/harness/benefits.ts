/** Asking for benefits, and for news of them, as a person who has read what is looked up. */
import type { ConsentGroup, ConsentPlan } from '@dpg/benefits/contract'
import type { Visitor } from './visitor.ts'

const EVERYTHING = ['finance', 'sensitive'] as const satisfies readonly ConsentGroup[]

/** Agrees to a look; to everything unless told. */
export const seeBenefits = (who: Visitor, groups: readonly ConsentGroup[] = EVERYTHING) => agree(who, 'look', groups)

/** Asks to be told when something opens. */
export const watchBenefits = (who: Visitor, groups: readonly ConsentGroup[] = EVERYTHING) => agree(who, 'watch', groups)

async function agree(who: Visitor, purpose: 'look' | 'watch', groups: readonly ConsentGroup[]): Promise<void> {
  const { version } = await who.get<ConsentPlan>(`/api/benefits/consent/${purpose}`)
  const path = purpose === 'look' ? '/api/benefits/consent/look' : '/api/benefits/watch'
  const answer = await who.ask(path, { method: 'PUT', json: { version, groups } })
  if (answer.status !== 204) throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 500)}`)
}
