/** For tests only: the module over a real database, with fakes of what it is handed. */
import { createTexts, type Lang } from '@dpg/kernel'
import { createSealing, newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import { createDevelopers, developers as info } from './index.ts'

/** A resident who builds something. */
export const BUILDER = {
  kind: 'resident',
  person: 'per_01980000-0000-7000-8000-000000000101',
  assurance: 'substantial',
  permissions: new Set(['signed-in', 'resident']),
} as never

export async function world(isDemo = true) {
  const db = await openTestDb(info.migrations)
  const clock = fixedClock('2026-11-26T03:00:30Z')
  const texts = createTexts([info.messages]) as (lang: Lang) => never
  const persona = { kind: 'resident', id: 'per_1', name: '가나다', title: { ko: '' }, story: { ko: '이야기' } } as const
  const identity = { personas: async () => [persona] }
  const sealing = createSealing(Buffer.alloc(32, 1))
  const door = createDevelopers({
    db,
    clock,
    newId,
    log: silentLog,
    sealing,
    texts,
    access: { record: async () => newId('acc') },
    identity,
    isDemo,
    baseUrl: () => 'http://localhost',
  })
  const job = (name: string) => door.parts.jobs!.find((one) => one.job.name === name)!
  return { db, clock, door, developers: door.developers, job, close: () => db.close() }
}
