/** The chain of events of a case: each hash covers the one before, so that nothing is changed, taken out or put between. */
import { createHash } from 'node:crypto'
import type { CaseId, PersonId } from '@dpg/kernel'
import type { CaseEvent } from './case-file.ts'

export interface Link extends Omit<CaseEvent, 'detail'> {
  readonly person: PersonId
  readonly case: CaseId
  readonly sealed: Uint8Array | null
}

/** What the first event follows. */
export const BEGINNING = Buffer.alloc(32)

/** Hash of an event after the one with hash `previous`. */
export function hashOf(previous: Uint8Array, link: Link): Buffer {
  const parts = [
    Buffer.from(previous).toString('hex'),
    link.person,
    link.case,
    link.seq,
    Temporal.Instant.from(link.at).epochMilliseconds,
    link.action,
    link.from,
    link.to,
    link.extends,
    link.actor,
    link.official,
    link.key,
    link.sealed === null ? null : Buffer.from(link.sealed).toString('hex'),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}

/** The number of the first event that does not fit, or undefined when the history is whole up to `head`. */
export function findBreak(links: readonly (Link & { readonly hash: Uint8Array })[], head: Uint8Array): number | undefined {
  let previous: Uint8Array = BEGINNING
  for (const [index, link] of links.entries()) {
    const isNext = link.seq === index + 1
    if (!isNext || !hashOf(previous, link).equals(link.hash)) return index + 1
    previous = link.hash
  }
  return Buffer.from(previous).equals(head) ? undefined : links.length + 1
}
