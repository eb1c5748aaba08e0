/** Rendered PDFs, keyed by their owner. */
import type { DocumentId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'

interface Key {
  readonly owner: PersonId
  readonly id: DocumentId
  readonly language: string
}

/** The first rendering stays: what was handed out once is what verifies. */
export const insertFile = (on: Query, { owner, id, language, digest, sealed }: Key & { digest: Buffer; sealed: Buffer }) =>
  on.query(
    `insert into wallet.files (owner, id, language, digest, sealed) values ($1, $2, $3, $4, $5)
     on conflict (owner, id, language) do nothing`,
    [owner, id, language, digest, sealed],
  )

export async function findFile(on: Query, { owner, id, language }: Key): Promise<Buffer | undefined> {
  const [row] = await on.query<{ sealed: Buffer }>(
    'select sealed from wallet.files where owner = $1 and id = $2 and language = $3',
    [owner, id, language],
  )
  return row?.sealed
}

/** Hex, by language. */
export async function readDigests(on: Query, owner: PersonId, id: DocumentId): Promise<Record<string, string>> {
  const rows = await on.query<{ language: string; digest: Buffer }>(
    'select language, digest from wallet.files where owner = $1 and id = $2 order by language',
    [owner, id],
  )
  return Object.fromEntries(rows.map(({ language, digest }) => [language, digest.toString('hex')]))
}
