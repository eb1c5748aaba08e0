/** One step of an import, durable as a whole: records in, refusals noted, progress moved on. */
import type { Clock } from '@dpg/kernel'
import type { Db, Tx } from '@dpg/kernel/server'
import { importBroken } from '../contract.ts'
import { advanceImport, type Counts, keepRefusals, type Progress, queueServices, type Refusal } from '../store-imports.ts'
import { keepTexts, type TextRow } from '../store-texts.ts'
import { BROKEN_LINE } from './gov24-file.ts'
import { changeMark, conditionsOf, listedOf, sectionsOf, type Taken, takeRecord } from './gov24-record.ts'

export interface StepDeps {
  readonly db: Db
  readonly clock: Clock
  /** What people call the source. */
  readonly name: string
}

export interface Sorted {
  readonly taken: readonly Taken[]
  readonly refused: readonly Refusal[]
}

/** Those that can be taken, the last of each id, and those that cannot. */
export function sort(raws: readonly unknown[], place: (index: number) => string): Sorted {
  const taken = new Map<string, Taken>()
  const refused: Refusal[] = []
  for (const [index, raw] of raws.entries()) {
    const record = raw === BROKEN_LINE ? { id: place(index), why: 'not JSON' } : takeRecord(raw)
    if ('why' in record) refused.push(record.id === '?' ? { ...record, id: place(index) } : record)
    else taken.set(record.id, record)
  }
  return { taken: [...taken.values()], refused }
}

type Move = Pick<Progress, 'part' | 'next'> & { readonly total?: number; readonly isEnd?: boolean; readonly isAgain?: boolean }

/** Records of the list, or of a file: names, facts, texts, and conditions where a record has them. */
export function keepListed(deps: StepDeps, at: Progress, { taken, refused }: Sorted, move: Move): Promise<Progress> {
  const named = taken.map((record) => ({ record, listed: listedOf(record) }))
  const unnamed = named.filter(({ listed }) => !listed).map(({ record }) => ({ id: record.id, why: '서비스명 is missing' }))
  const rows = named.flatMap(({ record, listed }) => (listed ? [rowOf(record.id, listed, listed.sections[0])] : []))
  const conditions = taken.flatMap((record) => rowOf(record.id, conditionsOf(record.fields)) ?? [])
  const newest = named.reduce((mark, { record, listed }) => (listed ? later(mark, changeMark(record)) : mark), at.newest)
  return step(deps, at, move, [...refused, ...unnamed], newest, async (tx, now) => {
    const { added, changed } = await keepTexts(tx, 'listed', deps.name, rows, now)
    const known = new Set(rows.map(({ service }) => service))
    await keepTexts(
      tx,
      'conditions',
      deps.name,
      conditions.filter(({ service }) => known.has(service)),
      now,
    )
    if (at.since !== null) await queueServices(tx, at.source, [...added, ...changed])
    return {
      read: taken.length + refused.length,
      added: added.length,
      changed: changed.length,
      same: rows.length - added.length - changed.length,
    }
  })
}

/** Records of serviceDetail or supportConditions; they add to what the list said and are not counted again. */
export function keepMore(
  deps: StepDeps,
  at: Progress,
  part: 'detail' | 'conditions',
  { taken, refused }: Sorted,
  move: Move,
  also: (tx: Tx) => Promise<void> = async () => {},
): Promise<Progress> {
  const rows = taken.flatMap(
    (record) => rowOf(record.id, part === 'detail' ? { sections: sectionsOf(record.fields) } : conditionsOf(record.fields)) ?? [],
  )
  return step(deps, at, move, refused, at.newest, async (tx, now) => {
    await keepTexts(tx, part, deps.name, rows, now)
    await also(tx)
    return {}
  })
}

function rowOf(service: string, value: object, purpose?: { readonly label: string; readonly text: string }): TextRow
function rowOf(service: string, value: object | null): TextRow | undefined
function rowOf(
  service: string,
  value: object | null,
  purpose?: { readonly label: string; readonly text: string },
): TextRow | undefined {
  if (!value) return undefined
  return { service, value, purpose: purpose?.label === '서비스목적요약' ? purpose.text : null }
}

async function step(
  deps: StepDeps,
  at: Progress,
  { total, isEnd = false, isAgain = false, ...move }: Move,
  refused: readonly Refusal[],
  newest: string | null,
  write: (tx: Tx, now: string) => Promise<Partial<Counts>>,
): Promise<Progress> {
  return deps.db.transaction(async (tx) => {
    const now = deps.clock.now().toString()
    const said = await write(tx, now)
    await keepRefusals(tx, at.source, refused)
    const counts = {
      read: at.counts.read + (said.read ?? 0),
      added: at.counts.added + (said.added ?? 0),
      changed: at.counts.changed + (said.changed ?? 0),
      same: at.counts.same + (said.same ?? 0),
      refused: at.counts.refused + refused.length,
      total: total ?? at.counts.total,
      again: at.counts.again + (isAgain ? 1 : 0),
    }
    const to = { ...at, ...move, newest, counts }
    if (!(await advanceImport(tx, at, to, isEnd ? now : null)))
      throw importBroken({ source: deps.name, why: 'another run goes on with it' })
    return to
  })
}

const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a)
