/** Rules that come into force on a later day: SQL on `announced`. */
import type { Query } from '@dpg/kernel/server'
import type { Announced } from './contract.ts'

export async function keepAnnounced(on: Query, { id, from, service, parameters }: Announced): Promise<void> {
  await on.query(
    `insert into catalogue.announced (id, from_day, service, parameters) values ($1, $2, $3, $4)
     on conflict (id) do update set from_day = excluded.from_day, service = excluded.service, parameters = excluded.parameters`,
    [id, from, JSON.stringify(service), JSON.stringify(parameters)],
  )
}

/** Whether it was announced. */
export async function dropAnnounced(on: Query, id: string): Promise<boolean> {
  return (await on.query('delete from catalogue.announced where id = $1 returning 1', [id])).length > 0
}

/** The nearest day first. */
export const listAnnounced = (on: Query): Promise<readonly Announced[]> =>
  on.query<Announced>(
    `select id, to_char(from_day, 'YYYY-MM-DD') as "from", service, parameters from catalogue.announced order by from_day, id`,
  )
