/** Identity by itself, for a command beside the platform. */
import { createIdentity, identity } from '@dpg/identity'
import type { Identity } from '@dpg/identity/contract'
import { type Clock, type NewId, systemClock } from '@dpg/kernel'
import {
  createLog,
  createPairwise,
  createSealing,
  type Db,
  kernel,
  type Log,
  migrate,
  type Migrations,
  newId,
  openDb,
  type Sealing,
} from '@dpg/kernel/server'
import { openDatabase } from '../database.ts'
import { masterKey, secretFor } from '../keys.ts'
import { readServerSettings } from '../settings.ts'

/** What it was built with. */
export interface Beside {
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
  readonly master: Uint8Array
  readonly isDemo: boolean
}

/** `also`: tables of others that the command writes. */
export async function withIdentity<T>(
  work: (identity: Identity, db: Db, beside: Beside) => Promise<T>,
  also: readonly Migrations[] = [],
): Promise<T> {
  const settings = readServerSettings(process.env)
  const database = await openDatabase(settings)
  try {
    await migrate(database.url, [kernel.migrations, identity.migrations, ...also])
    const log = createLog(settings.DPG_LOG)
    const db = openDb({ url: database.url, log, poolSize: 2 })
    const master = await masterKey(settings)
    const common = { clock: systemClock, newId, log, sealing: createSealing(master) }
    const { identity: made } = createIdentity({
      ...common,
      db,
      pairwise: createPairwise(master),
      officialOf: async () => undefined,
      isDemo: false,
      baseUrl: () => '',
      family: async () => ({ relation: null, children: [] }),
      companies: async () => [],
      claims: { vocabulary: () => new Map(), read: async () => ({}) },
      secret: (use) => secretFor(master, `identity.${use}`),
    })
    const result = await work(made, db, { ...common, master, isDemo: settings.isDemo })
    await db.close()
    return result
  } finally {
    await database.close()
  }
}
