/** What benchmarks ask of the database itself. */
import type { Db, Query } from '@dpg/kernel/server'

/** Applications whose evidence has not been fetched yet. */
export async function waitingCases(on: Query): Promise<number> {
  const [row] = await on.query<{ waiting: number }>(
    "select count(*)::int as waiting from casework.cases where state in ('submitted', 'gathering')",
  )
  return row!.waiting
}

export const makePlainTable = (on: Query): Promise<unknown> =>
  on.query('create table public.bench_plain (id bigint generated always as identity primary key, body bytea not null)')

/** As many rows as an application writes, in one durable transaction. */
export async function insertPlainRows(db: Db, bodies: readonly Uint8Array[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const body of bodies) await tx.query('insert into public.bench_plain (body) values ($1)', [body])
  })
}
