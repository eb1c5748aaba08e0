/** What registers told of other people than the applicant, by their leave: it stands in their own trace too. */
import type { Consenters } from '@dpg/definitions'
import type { FetchResult } from '@dpg/exchange/contract'
import type { PersonId } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type { CaseFile, Contents } from '../case-file.ts'
import type { DraftDeps } from '../draft-contents.ts'
import type { ConsentRow } from '../store-consents.ts'
import { accessOf, systemActor } from '../who.ts'
import { selfTo } from './ask.ts'
import { agreedTo } from './reading.ts'

export interface Look {
  readonly subject: PersonId
  readonly law: string
  readonly facts: readonly string[]
}

/** Of one answer of the exchange to what was asked by the leave of these people (`of`). `contents`: what is known of who they are. */
export function looksIn(
  deps: DraftDeps,
  file: CaseFile,
  { of, law }: { readonly of: Consenters | undefined; readonly law: string },
  result: FetchResult,
  contents: Pick<Contents, 'facts'>,
  rows: readonly ConsentRow[],
): Look[] {
  // A register that did not answer has shown nothing of anybody.
  const facts = [...Object.keys(result.facts), ...result.silent]
  if (of === undefined || facts.length === 0) return []
  return agreedTo(of, contents, rows, deps.clock.now(), selfTo(deps, file)(of)).map((subject) => ({ subject, law, facts }))
}

export async function noteLooks(deps: DraftDeps, tx: Tx, file: CaseFile, looks: readonly Look[]): Promise<void> {
  for (const { subject, law, facts } of looks) {
    const record = accessOf(file, systemActor(deps, file.row.office), 'fetch', facts, law)
    await deps.access.record(tx, { ...record, subject, case: null })
  }
}
