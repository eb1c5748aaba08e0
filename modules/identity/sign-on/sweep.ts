/** What has expired is swept away, little by little, so that nobody waits for it. */
import { defineJob, type JobHandler, jobHandler } from '@dpg/kernel/server'
import type { IdentityDeps } from '../index.ts'
import { sweepAttempts } from '../passport/store-passports.ts'
import { sweepChallenges } from '../store.ts'
import { sweepJourneys } from '../ways/store-ways.ts'
import { sweepCodes } from './store-codes.ts'
import { sweepRecords } from './store-records.ts'

/** The server asks for it every minute. */
export const sweepIdentity = defineJob<object>('identity.sweep')

const AT_ONCE = 2_000
const ATTEMPTS_KEPT_H = 90 * 24

export const sweepJob = ({ db, clock }: Pick<IdentityDeps, 'db' | 'clock'>): JobHandler =>
  jobHandler<object>({
    job: sweepIdentity,
    retries: 0,
    handle: async () => {
      const now = clock.now().toString()
      await sweepChallenges(db, now)
      await sweepJourneys(db, now)
      await sweepCodes(db, now)
      await sweepAttempts(db, clock.now().subtract({ hours: ATTEMPTS_KEPT_H }).toString())
      while ((await sweepRecords(db, now, AT_ONCE)) === AT_ONCE);
    },
  })
