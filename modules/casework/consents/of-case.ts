/** The consents of a case, as its applicant and its office read them. */
import type { Query } from '@dpg/kernel/server'
import type { CaseFile } from '../case-file.ts'
import type { CaseConsent } from '../contract-consents.ts'
import type { DraftDeps } from '../draft-contents.ts'
import { type ConsentRow, listConsents } from '../store-consents.ts'
import { consentContext, type SealedConsent } from './ask.ts'
import { deedsOf, needsFor, standing } from './decide.ts'

/** None where a service asks nobody else, as most do: nothing is looked for. */
export const consentsIn = async (on: Query, { row, definition }: CaseFile): Promise<ConsentRow[]> =>
  definition.needs.some(({ consent }) => consent.of !== undefined) ? listConsents(on, row.person, row.id) : []

/** `isOffice`: what was handed in on paper is the office's to read. */
export async function consentsOf(deps: DraftDeps, on: Query, file: CaseFile, isOffice: boolean): Promise<CaseConsent[]> {
  const now = deps.clock.now()
  const rows = await consentsIn(on, file)
  const views: CaseConsent[] = []
  for (const row of rows) {
    const {
      name,
      paper,
      isChild = false,
    } = await deps.sealing.open<SealedConsent>(on, row.person, consentContext(row.id), row.sealed)
    const [need] = needsFor(file, row)
    views.push({
      ...standing(row, now),
      name,
      isByGuardian: isChild,
      isAskedHere: row.asked !== null,
      refusal: need?.consent.refusal ?? 'officer',
      law: need?.law ?? '',
      paper: isOffice ? paper : null,
      canRecord: deedsOf(row, file.row.isEnded, now).includes('agree'),
    })
  }
  return views
}
