/** The one writing of an entry: what is committed to, what is sealed, and what its owner reads. */
import type { Json } from '@dpg/ledger'
import { delayOf } from './delay.ts'
import type { AccessRecord, Actor, EntryId, TraceEntry } from './contract.ts'

/** The entry as committed to: JSON, without absent fields, so that its canonical text is always the same. */
export type Entry = { readonly [key: string]: Json }

export function entryOf(id: EntryId, at: string, record: AccessRecord): Entry {
  const { subject, actor, use, facts, purpose, law, register, service } = record
  return {
    id,
    at,
    subject,
    actor: actorOf(actor),
    use,
    facts: [...facts],
    purpose: purpose.en === undefined ? { ko: purpose.ko } : { ko: purpose.ko, en: purpose.en },
    law,
    register,
    service,
    case: record.case,
    ...(record.stated ? { stated: record.stated } : {}),
    ...(record.rule === undefined ? {} : { rule: record.rule }),
    ...(record.delay ? { delay: delayOf(record.delay) } : {}),
  }
}

const actorOf = ({ kind, person, official, name, agency, acting }: Actor): Json => ({
  kind,
  ...(person === undefined ? {} : { person }),
  ...(official === undefined ? {} : { official }),
  name,
  agency,
  ...(acting === undefined ? {} : { acting: acting as unknown as Json }),
})

/** Opened from our own seal, which nobody else can write: it has the shape that `entryOf` gave it. */
export const toTraceEntry = (entry: Entry, index: number | null): TraceEntry => ({ ...entry, index }) as unknown as TraceEntry
