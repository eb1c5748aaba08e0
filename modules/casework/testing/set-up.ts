/** Builds the module in its world, runs its jobs when told, and walks the ordinary steps. */
import { createTexts, type PersonId } from '@dpg/kernel'
import { createSealing, type Db, newId } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import type { Act, CaseSummary } from '../contract.ts'
import { casework as info, createCasework } from '../index.ts'
import { realPack } from './pack.ts'
import { HANEUL_FACTS } from './haneul.ts'
import { createWorld, HANEUL, resident, type World } from './world.ts'

/** What the tests need of a test database; they open it themselves. */
export interface Queue extends Db {
  readonly queued: { job: string; data: object }[]
}

export type TestClock = Parameters<typeof createWorld>[1] & { set(iso: string): void }

export interface Setup {
  readonly db: Queue
  readonly world: World
  readonly clock: TestClock
  readonly casework: ReturnType<typeof createCasework>['casework']
  readonly parts: ReturnType<typeof createCasework>['parts']
  readonly sealing: ReturnType<typeof createSealing>
  /** Runs what is queued, and what that queues; jobs that fail stay queued. */
  runJobs(): Promise<void>
  sweep(): Promise<void>
}

const pack = realPack()
const WAITS = { formMs: 50, gatherMs: 50, retryS: [5, 15, 45], patienceMs: 30 * 60_000 }

export function setUp(db: Queue, clock: TestClock, on: Db = db, world: World = createWorld(pack, clock)): Setup {
  world.registers.facts.set(HANEUL, HANEUL_FACTS)
  const sealing = createSealing(Buffer.alloc(32, 7))
  const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
  const texts = createTexts([info.messages])
  const { casework, parts } = createCasework({
    ...world,
    directory: world.directory,
    db: on,
    clock,
    newId,
    log,
    sealing,
    texts,
    waits: WAITS,
  })
  const run = async (job: string, data: object) => parts.jobs?.find((handler) => handler.job.name === job)?.handle(data)
  return {
    db,
    world,
    clock,
    casework,
    parts,
    sealing,
    sweep: () => run('casework.sweep', {}) as Promise<void>,
    runJobs: async () => {
      const failed: Queue['queued'] = []
      for (let next = db.queued.shift(); next; next = db.queued.shift()) {
        try {
          await run(next.job, next.data)
        } catch {
          failed.push(next)
        }
      }
      db.queued.push(...failed)
    },
  }
}

export const PENSION_ANSWERS: Readonly<Record<string, Json>> = {
  'person.bankAccount': { bank: '국민은행', number: '110-123-456789', holder: '김하늘' },
  'person.protectedAccount': false,
  'person.phone': '010-1234-5678',
}
export const PENSION_DECLARATIONS = ['finance', 'truth', 'duty']

let keys = 0
export const newKey = (): string => `key-${++keys}`

export const applyForPension = ({ casework }: Setup, person: PersonId = HANEUL, key = newKey()): Promise<CaseSummary> =>
  casework.submit(
    resident(person),
    { key, service: 'SSE000000170', answers: PENSION_ANSWERS, declarations: PENSION_DECLARATIONS },
    'ko',
  )

export const doing = (action: string, version: number, more: Partial<Act> = {}): Act => ({
  key: newKey(),
  action,
  version,
  ...more,
})
