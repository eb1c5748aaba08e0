/** Entries that were one act: the same actor, use, purpose, law and case, one right after the other. */
import type { TraceEntry } from '@dpg/access/contract'

const WITHIN_MS = 10_000

export type Together = readonly [TraceEntry, ...TraceEntry[]]

/** Keeps the order. A refusal always stands alone: it is to be seen. */
export function together(entries: readonly TraceEntry[]): Together[] {
  const groups: [TraceEntry, ...TraceEntry[]][] = []
  for (const entry of entries) {
    const group = groups.at(-1)
    if (group && isOneAct(group[0], entry)) group.push(entry)
    else groups.push([entry])
  }
  return groups
}

function isOneAct(a: TraceEntry, b: TraceEntry): boolean {
  const near = Math.abs(Date.parse(a.at) - Date.parse(b.at)) <= WITHIN_MS
  return near && a.use !== 'refuse' && a.register !== null && b.register !== null && keyOf(a) === keyOf(b)
}

const keyOf = ({ actor, use, purpose, law, service, case: of }: TraceEntry): string =>
  JSON.stringify([actor.kind, actor.name, actor.agency, use, purpose.ko, law, service, of])
