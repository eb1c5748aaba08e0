/** SQL on drafts and attachments. */
import type { PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { ReleaseId, VersionId } from '@dpg/catalogue/contract'
import type { AttachmentId, DraftId } from './contract.ts'

export interface DraftRow {
  readonly person: PersonId
  readonly service: string
  readonly id: DraftId
  readonly serviceVersion: VersionId
  readonly release: ReleaseId
  readonly savedAt: string
  readonly expiresAt: string
  readonly sealed: Buffer
}

const DRAFT = `person, service, id, service_version as "serviceVersion", release, saved_at as "savedAt", expires_at as "expiresAt", sealed`

/** Opens a draft unless there is one; one that has expired gives way. */
export async function insertDraft(on: Query, row: Omit<DraftRow, 'sealed'> & { sealed: Uint8Array }): Promise<void> {
  await on.query(
    `insert into casework.drafts (person, service, id, service_version, release, saved_at, expires_at, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (person, service) do update set id = excluded.id, service_version = excluded.service_version, release = excluded.release,
       saved_at = excluded.saved_at, expires_at = excluded.expires_at, sealed = excluded.sealed
     where drafts.expires_at <= excluded.saved_at`,
    [row.person, row.service, row.id, row.serviceVersion, row.release, row.savedAt, row.expiresAt, row.sealed],
  )
}

export async function findDraft(
  on: Query,
  person: PersonId,
  service: string,
  now: string,
  lock = false,
): Promise<DraftRow | undefined> {
  const [row] = await on.query<DraftRow>(
    `select ${DRAFT} from casework.drafts where person = $1 and service = $2 and expires_at > $3${lock ? ' for update' : ''}`,
    [person, service, now],
  )
  return row
}

export const listDrafts = (on: Query, person: PersonId, now: string): Promise<DraftRow[]> =>
  on.query<DraftRow>(`select ${DRAFT} from casework.drafts where person = $1 and expires_at > $2 order by saved_at desc`, [
    person,
    now,
  ])

export async function updateDraft(
  on: Query,
  person: PersonId,
  service: string,
  savedAt: string,
  expiresAt: string,
  sealed: Uint8Array,
): Promise<void> {
  await on.query('update casework.drafts set saved_at = $3, expires_at = $4, sealed = $5 where person = $1 and service = $2', [
    person,
    service,
    savedAt,
    expiresAt,
    sealed,
  ])
}

/** False: it was not there any more. */
export async function deleteDraft(on: Query, person: PersonId, service: string): Promise<boolean> {
  const gone = await on.query<{ id: string }>('delete from casework.drafts where person = $1 and service = $2 returning id', [
    person,
    service,
  ])
  return gone.length === 1
}

/** Files of a draft that is thrown away go with it. */
export async function deleteAttachmentsOf(on: Query, person: PersonId, owner: string): Promise<void> {
  await on.query('delete from casework.attachments where person = $1 and owner = $2', [person, owner])
}

/** Drafts that nobody came back to, with their files. */
export async function deleteExpired(on: Query, now: string): Promise<number> {
  const gone = await on.query(
    `with old as (delete from casework.drafts where expires_at <= $1 returning person, id),
       files as (delete from casework.attachments a using old where a.person = old.person and a.owner = old.id)
     select id from old`,
    [now],
  )
  return gone.length
}

export interface AttachmentRow {
  readonly id: AttachmentId
  readonly owner: string
  readonly need: string
  readonly media: string
  readonly bytes: number
  /** Sealed. */
  readonly name: Uint8Array
  readonly sealed: Uint8Array
}

export async function insertAttachment(on: Query, person: PersonId, at: string, row: AttachmentRow): Promise<void> {
  await on.query(
    'insert into casework.attachments (person, id, owner, need, media, bytes, added_at, name, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [person, row.id, row.owner, row.need, row.media, row.bytes, at, row.name, row.sealed],
  )
}

/** Files of these owners, without their content. */
export const listAttachments = (on: Query, person: PersonId, owners: readonly string[]) =>
  on.query<Omit<AttachmentRow, 'sealed'>>(
    'select id, owner, need, media, bytes, name from casework.attachments where person = $1 and owner = any($2) order by added_at, id',
    [person, owners],
  )

/** False: there is no such file. */
export async function deleteAttachment(on: Query, person: PersonId, owner: string, id: AttachmentId): Promise<boolean> {
  const gone = await on.query('delete from casework.attachments where person = $1 and owner = $2 and id = $3 returning id', [
    person,
    owner,
    id,
  ])
  return gone.length > 0
}

export async function findAttachment(
  on: Query,
  person: PersonId,
  owners: readonly string[],
  id: AttachmentId,
): Promise<AttachmentRow | undefined> {
  const [row] = await on.query<AttachmentRow>(
    'select id, owner, need, media, bytes, name, sealed from casework.attachments where person = $1 and owner = any($2) and id = $3',
    [person, owners, id],
  )
  return row
}
