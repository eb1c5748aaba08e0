/**
 * Brings official texts in, from a file or from the API. Every page is durable before the next is asked for: a run that breaks
 * loses nothing, the next one goes on where it stopped. The same records again change nothing.
 */
import { setTimeout } from 'node:timers/promises'
import type { Clock } from '@dpg/kernel'
import type { Db, Log } from '@dpg/kernel/server'
import { type ImportResult, textsImported } from '../contract.ts'
import { beginImport, type ImportPart, type Progress, readRefusals } from '../store-imports.ts'
import { textServices } from '../store-texts.ts'
import { importApi } from './from-api.ts'
import { importFile } from './from-file.ts'
import { createGov24Api, sourceName } from './gov24-api.ts'
import { fileSource } from './gov24-file.ts'

export interface ImportOptions {
  /** A file (.json, .jsonl, .gz), or the address of the API: `https://api.odcloud.kr/api/gov24/v3`. */
  readonly source: string
  /** serviceKey of the API. */
  readonly key?: string
  /** Everything again, not only what changed since the last complete run. */
  readonly everything?: boolean
  readonly fetch?: typeof fetch
  readonly sleep?: (ms: number) => Promise<void>
  /** Told after every step: where the run is. */
  readonly onProgress?: (progress: Progress) => void
}

interface ImportDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  /** Does the pack in force have this service? */
  readonly knows: (service: string) => boolean
}

export async function importGov24(deps: ImportDeps, options: ImportOptions): Promise<ImportResult> {
  const isApi = /^https?:\/\//.test(options.source)
  const name = isApi ? sourceName(options.source) : await fileSource(options.source)
  const source = `${isApi ? 'api' : 'file'} ${name}`
  const first: { part: ImportPart; next: number } = isApi ? { part: 'list', next: 1 } : { part: 'lines', next: 1 }
  const begun = await deps.db.transaction((tx) =>
    beginImport(tx, source, { ...first, changesOnly: !options.everything }, deps.clock.now().toString()),
  )
  const step = { db: deps.db, clock: deps.clock, name: isApi ? name : name.replace(/ [0-9a-f]{12}$/, '') }
  let last = begun
  const moved = (progress: Progress) => {
    last = progress
    options.onProgress?.(progress)
  }
  try {
    if (isApi) await importApi(step, apiOf(options), begun, moved)
    else await importFile(step, options.source, begun, moved)
  } finally {
    await tell(deps, last)
  }
  return resultOf(deps, last)
}

function apiOf({ source, key = '', fetch: ask = fetch, sleep = (ms) => setTimeout(ms) }: ImportOptions) {
  return createGov24Api({ base: source, key, fetch: ask, sleep })
}

/** Whoever searches learns of it, also when the run broke. */
async function tell({ db, log }: ImportDeps, { source, counts }: Progress): Promise<void> {
  const { read, added, changed, same, refused } = counts
  log.info('catalogue.imported', { source, read, added, changed, same, refused })
  if (added + changed > 0) await db.transaction((tx) => tx.publish(textsImported, { source, changed: added + changed }))
}

async function resultOf({ db, knows }: ImportDeps, { source, counts }: Progress): Promise<ImportResult> {
  const [refused, services] = await Promise.all([readRefusals(db, source), textServices(db)])
  const { read, added, changed, same, refused: refusedCount } = counts
  return { read, added, changed, same, refused, refusedCount, notInPack: services.filter((service) => !knows(service)) }
}
