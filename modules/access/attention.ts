/** How much an entry deserves its owner's look. */
import type { AccessRecord } from './contract.ts'

/** An official's look comes before what the platform was refused, and both before what ran by itself. */
export function attentionOf({ actor, use }: Pick<AccessRecord, 'actor' | 'use'>): number {
  if (actor.kind === 'official') return use === 'refuse' ? 30 : use === 'view' ? 20 : 10
  return use === 'refuse' ? 5 : 0
}
