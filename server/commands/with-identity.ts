/** Identity by itself, for a command beside the platform. */
import { createIdentity, identity } from '@dpg/identity'
import type { Identity } from '@dpg/identity/contract'
import { systemClock } from '@dpg/kernel'
import { createLog, createPairwise, createSealing, type Db, kernel, migrate, newId, openDb } from '@dpg/kernel/server'
import { openDatabase } from '../database.ts'
import { masterKey, secretFor } from '../keys.ts'
import { readServerSettings } from '../settings.ts'

export async function withIdentity<T>(work: (identity: Identity, db: Db) => Promise<T>): Promise<T> {
  const settings = readServerSettings(process.env)
  const database = await openDatabase(settings)
  try {
    await migrate(database.url, [kernel.migrations, identity.migrations])
    const log = createLog(settings.DPG_LOG)
    const db = openDb({ url: database.url, log, poolSize: 2 })
    const master = await masterKey(settings)
    const { identity: made } = createIdentity({
      db,
      clock: systemClock,
      newId,
      sealing: createSealing(master),
      pairwise: createPairwise(master),
      officialOf: async () => undefined,
      isDemo: false,
      baseUrl: () => '',
      log,
      family: async () => ({ relation: null, children: [] }),
      claims: { vocabulary: () => new Map(), read: async () => ({}) },
      secret: (use) => secretFor(master, `identity.${use}`),
    })
    const result = await work(made, db)
    await db.close()
    return result
  } finally {
    await database.close()
  }
}
