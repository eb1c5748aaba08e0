/** Looks that are kept for some minutes, and how far publications have been gone through. */
import type { PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'

/** Sealed content of a look that is still kept. */
export async function findLook(on: Query, person: PersonId, now: string): Promise<Buffer | undefined> {
  const [row] = await on.query<{ sealed: Buffer | null }>('select sealed from benefits.looks where person = $1 and until > $2', [
    person,
    now,
  ])
  return row?.sealed ?? undefined
}

/** A look begins; what was kept of the one before is gone. */
export async function beginLook(on: Query, person: PersonId, stamp: string, until: string): Promise<void> {
  await on.query(
    `insert into benefits.looks (person, stamp, until) values ($1, $2, $3)
     on conflict (person) do update set stamp = $2, sealed = null, until = $3`,
    [person, stamp, until],
  )
}

/** Locks the look under way; false when it was forgotten, or another has begun, meanwhile. */
export async function holdLook(on: Query, person: PersonId, stamp: string): Promise<boolean> {
  const rows = await on.query('select 1 from benefits.looks where person = $1 and stamp = $2 for update', [person, stamp])
  return rows.length > 0
}

export async function keepLook(on: Query, person: PersonId, sealed: Buffer, until: string): Promise<void> {
  await on.query('update benefits.looks set sealed = $2, until = $3 where person = $1', [person, sealed, until])
}

export async function deleteLook(on: Query, person: PersonId): Promise<void> {
  await on.query('delete from benefits.looks where person = $1', [person])
}

/** What is over is erased, also when nobody comes back. */
export async function deleteOldLooks(on: Query, now: string): Promise<void> {
  await on.query('delete from benefits.looks where until <= $1', [now])
}

export interface Pass {
  readonly release: string
  readonly services: readonly string[]
  /** The last person gone through. */
  readonly after: string
}

/** A pass begins, or begins again with what has come to it. */
export async function insertPass(on: Query, release: string, services: readonly string[]): Promise<void> {
  await on.query(
    `insert into benefits.passes (release, services, after) values ($1, $2, '')
     on conflict (release) do update set after = '', done_at = null,
       services = array(select distinct unnest(passes.services || $2::text[]))`,
    [release, services],
  )
}

/** Undefined: done. */
export async function findPass(on: Query, release: string): Promise<Pass | undefined> {
  const [row] = await on.query<Pass>(
    'select release, services, after from benefits.passes where release = $1 and done_at is null',
    [release],
  )
  return row
}

/** Held by this transaction alone; undefined: done, or somebody else is at it. */
export async function takePass(on: Query, release: string): Promise<Pass | undefined> {
  const [row] = await on.query<Pass>(
    'select release, services, after from benefits.passes where release = $1 and done_at is null for update skip locked',
    [release],
  )
  return row
}

export async function keepPass(on: Query, release: string, after: string, doneAt: string | null): Promise<void> {
  await on.query('update benefits.passes set after = $2, done_at = $3 where release = $1', [release, after, doneAt])
}

export async function listPasses(on: Query): Promise<readonly string[]> {
  const rows = await on.query<{ release: string }>('select release from benefits.passes where done_at is null order by release')
  return rows.map(({ release }) => release)
}
