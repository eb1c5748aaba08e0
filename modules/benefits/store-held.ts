/** What a person has applied for or receives: rows of `held`. */
import type { PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'

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
  return (await heldByEach(on, [person])).get(person) ?? new Set()
}

/** Of whoever holds something. */
export async function heldByEach(on: Query, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, ReadonlySet<string>>> {
  const rows = await on.query<{ person: PersonId; services: string[] }>(
    `select person, array_agg(service) as services from benefits.held where person = any($1) and state <> 'over' group by person`,
    [people],
  )
  return new Map(rows.map(({ person, services }) => [person, new Set(services)]))
}
