/** The only file of this module that speaks SQL. */
import type { Query } from '@dpg/kernel/server'
import type { Declarations } from '@dpg/rules'
import type { RunFailure, RunInputs, RunResult, RunState } from './contract.ts'

export interface StoredRun {
  readonly id: string
  readonly created_at: string
  readonly inputs: RunInputs
  readonly rules: string
  readonly state: RunState
  readonly progress: number
  readonly finished_at: string | null
  readonly result: RunResult | null
  readonly result_hash: string | null
  readonly failure: RunFailure | null
  readonly again_since: string | null
  readonly again_at: string | null
  readonly again_hash: string | null
  readonly again_code: string | null
  /** Of the people it is shared out in while it is worked out. */
  readonly shards_all: number
  readonly shards_done: number
}

const COLUMNS = `id, created_at, inputs, rules, state, progress, finished_at, result, result_hash, failure, again_since, again_at,
  again_hash, again_code, (select count(*)::int from policy.sweep_shards where sweep = id) as shards_all,
  (select count(report)::int from policy.sweep_shards where sweep = id) as shards_done`

export async function keepRules(on: Query, hash: string, declarations: Declarations): Promise<void> {
  await on.query('insert into policy.rules (hash, declarations) values ($1, $2) on conflict (hash) do nothing', [
    hash,
    JSON.stringify(declarations),
  ])
}

export async function rulesOf(on: Query, hash: string): Promise<Declarations | undefined> {
  const [row] = await on.query<{ declarations: Declarations }>('select declarations from policy.rules where hash = $1', [hash])
  return row?.declarations
}

/** True when it is new. One that failed may be tried again. */
export async function insertRun(
  on: Query,
  run: { readonly id: string; readonly at: string; readonly by: string; readonly inputs: RunInputs },
): Promise<boolean> {
  const rows = await on.query(
    `insert into policy.runs (id, created_at, created_by, inputs, rules, state) values ($1, $2, $3, $4, $5, 'waiting')
     on conflict (id) do update set state = 'waiting', failure = null, progress = 0 where runs.state = 'failed' returning id`,
    [run.id, run.at, run.by, JSON.stringify(run.inputs), run.inputs.rules],
  )
  return rows.length > 0
}

export async function runById(on: Query, id: string): Promise<StoredRun | undefined> {
  const [row] = await on.query<StoredRun>(`select ${COLUMNS} from policy.runs where id = $1`, [id])
  return row
}

export async function newestRuns(
  on: Query,
  limit: number,
  offset: number,
): Promise<{ readonly total: number; readonly rows: readonly StoredRun[] }> {
  const [count] = await on.query<{ n: string }>('select count(*) as n from policy.runs')
  const rows = await on.query<StoredRun>(`select ${COLUMNS} from policy.runs order by created_at desc, id limit $1 offset $2`, [
    limit,
    offset,
  ])
  return { total: Number(count?.n ?? 0), rows }
}

export async function setProgress(on: Query, id: string, percent: number): Promise<void> {
  await on.query(`update policy.runs set state = 'running', progress = $2 where id = $1 and state in ('waiting', 'running')`, [
    id,
    percent,
  ])
}

export async function finish(on: Query, id: string, at: string, result: RunResult, hash: string): Promise<void> {
  await on.query(
    `update policy.runs set state = 'done', progress = 100, finished_at = $2, result = $3, result_hash = $4, failure = null
     where id = $1 and state <> 'done'`,
    [id, at, JSON.stringify(result), hash],
  )
}

export async function fail(on: Query, id: string, at: string, failure: RunFailure): Promise<void> {
  await on.query(`update policy.runs set state = 'failed', finished_at = $2, failure = $3 where id = $1 and state <> 'done'`, [
    id,
    at,
    JSON.stringify(failure),
  ])
}

export async function beginAgain(on: Query, id: string, at: string): Promise<void> {
  await on.query('update policy.runs set again_since = $2, again_at = null, again_hash = null, again_code = null where id = $1', [
    id,
    at,
  ])
}

export async function dropAgain(on: Query, id: string): Promise<void> {
  await on.query('update policy.runs set again_since = null where id = $1 and again_at is null', [id])
}

export async function keepAgain(on: Query, id: string, at: string, hash: string, code: string): Promise<void> {
  await on.query('update policy.runs set again_at = $2, again_hash = $3, again_code = $4 where id = $1', [id, at, hash, code])
}

/** The run that a key began; undefined when the key is new. */
export async function runOfKey(
  on: Query,
  official: string,
  key: string,
): Promise<{ readonly run: string; readonly body_hash: string } | undefined> {
  const [row] = await on.query<{ run: string; body_hash: string }>(
    'select run, body_hash from policy.keys where official = $1 and key = $2',
    [official, key],
  )
  return row
}

export async function keepKey(
  on: Query,
  key: { readonly official: string; readonly key: string; readonly bodyHash: string; readonly run: string; readonly at: string },
): Promise<void> {
  await on.query(
    'insert into policy.keys (official, key, body_hash, run, at) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [key.official, key.key, key.bodyHash, key.run, key.at],
  )
}
