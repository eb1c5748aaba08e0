/** Names of those whose consent a case waits for. */
import type { Query } from '@dpg/kernel/server'
import type { CaseFile } from '../case-file.ts'
import type { DraftDeps } from '../draft-contents.ts'
import { listConsents } from '../store-consents.ts'
import { consentContext, type SealedConsent } from './ask.ts'
import { stateOfConsent } from './reading.ts'

export async function awaitedNames(deps: DraftDeps, on: Query, { row, contents }: CaseFile): Promise<string[]> {
  if (row.isEnded || !Object.values(contents.needs).some(({ state }) => state === 'consent')) return []
  const rows = await listConsents(on, row.person, row.id)
  const open = rows.filter((one) => stateOfConsent(one, deps.clock.now()) === 'asked')
  return Promise.all(
    open.map(async ({ id, sealed }) => {
      const { name } = await deps.sealing.open<SealedConsent>(on, row.person, consentContext(id), sealed)
      return name
    }),
  )
}
