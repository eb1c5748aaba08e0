/** The only file of this module that speaks SQL. */
import type { PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'

export interface Watcher {
  readonly person: PersonId
  readonly eligible: Buffer | null
  readonly told: Buffer | null
}

export async function insertWatcher(on: Query, person: PersonId, at: string): Promise<boolean> {
  const rows = await on.query(
    'insert into benefits.watchers (person, since) values ($1, $2) on conflict (person) do nothing returning person',
    [person, at],
  )
  return rows.length > 0
}

export async function deleteWatcher(on: Query, person: PersonId): Promise<void> {
  await on.query('delete from benefits.watchers where person = $1', [person])
}

export async function isWatcher(on: Query, person: PersonId): Promise<boolean> {
  return (await on.query('select 1 from benefits.watchers where person = $1', [person])).length > 0
}

/** Locked: two looks at the same person follow one another, and the second knows what the first told. */
export async function lockWatcher(on: Query, person: PersonId): Promise<Watcher | undefined> {
  const [watcher] = await on.query<Watcher>('select person, eligible, told from benefits.watchers where person = $1 for update', [
    person,
  ])
  return watcher
}

export const listWatchers = (on: Query): Promise<{ person: PersonId }[]> =>
  on.query('select person from benefits.watchers order by person')

export async function keepLook(on: Query, person: PersonId, eligible: Buffer, told: Buffer, at: string): Promise<void> {
  await on.query('update benefits.watchers set eligible = $2, told = $3, looked_at = $4 where person = $1', [
    person,
    eligible,
    told,
    at,
  ])
}

/**
 * What was applied for, is received or is over, by when it happened: what arrives late or again changes nothing. At one instant an
 * application comes before what became of it. `over` stays as long as an older event may still come, so that it brings nothing back.
 */
export async function keepHeld(
  on: Query,
  person: PersonId,
  service: string,
  state: 'applied' | 'granted' | 'over',
  at: string,
): Promise<void> {
  await on.query(
    `insert into benefits.held (person, service, state, changed_at) values ($1, $2, $3, $4)
     on conflict (person, service) do update set state = $3, changed_at = $4
     where held.changed_at < $4 or (held.changed_at = $4 and $3 <> 'applied')`,
    [person, service, state, at],
  )
}

/** Forgets what was over before that instant. */
export async function forgetOver(on: Query, before: string): Promise<void> {
  await on.query(`delete from benefits.held where state = 'over' and changed_at < $1`, [before])
}

export async function heldBy(on: Query, person: PersonId): Promise<ReadonlySet<string>> {
  const rows = await on.query<{ service: string }>(`select service from benefits.held where person = $1 and state <> 'over'`, [
    person,
  ])
  return new Set(rows.map((row) => row.service))
}
