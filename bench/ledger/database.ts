/** A durable PostgreSQL with the access log in it, gone afterwards. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { access, createAccess } from '@dpg/access'
import type { AccessRecord } from '@dpg/access/contract'
import { createHeadSigner } from '@dpg/access/tree'
import { systemClock, type PersonId } from '@dpg/kernel'
import { createLog, createSealing, kernel, migrate, newId, openDb, startEmbeddedPostgres } from '@dpg/kernel/server'
import { inFolder } from '../country.ts'

export type Opened = Awaited<ReturnType<typeof open>>

async function open(root: string) {
  const postgres = await startEmbeddedPostgres({ dataDir: join(root, 'data') })
  await migrate(postgres.url, [kernel.migrations, access.migrations])
  const log = createLog('error')
  const db = openDb({ url: postgres.url, log, poolSize: 4 })
  const logKey = { name: 'bench.example/api/access', privateKey: generateKeyPairSync('ed25519').privateKey }
  const built = createAccess({ db, clock: systemClock, newId, log, sealing: createSealing(randomBytes(32)), logKey })
  return { db, pid: postgres.pid, signer: createHeadSigner(logKey), access: built.access, stop: postgres.stop }
}

/** With fsync on, as it is in earnest. */
export const withLedger = (work: (opened: Opened) => Promise<void>): Promise<void> =>
  inFolder(async (root) => {
    const opened = await open(root)
    try {
      await work(opened)
    } finally {
      await opened.db.close()
      await opened.stop()
    }
  })

/** What the exchange writes when it has fetched facts. */
export const fetched = (subject: string): AccessRecord => ({
  subject: `per_${subject}` as PersonId,
  actor: { kind: 'system', name: '관악구청', agency: '3200000' },
  use: 'fetch',
  facts: ['person.birthDate', 'household.recognisedIncome'],
  purpose: { ko: '기초연금 심사', en: 'Deciding on the Basic Pension' },
  law: '기초연금법 제11조제2항',
  register: 'resident-register',
  service: 'SSE000000170',
  case: null,
})
