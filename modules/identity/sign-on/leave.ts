/** Who signs out, on any page or device, is signed out at every site: each is told, and told again until it has heard (OpenID Connect Back-Channel Logout). */
import type { SessionId } from '@dpg/kernel'
import { defineJob, type JobHandler, jobHandler } from '@dpg/kernel/server'
import type { SignOn } from './index.ts'

interface Leaving {
  readonly site: string
  readonly account: string
  readonly sid: string
}

export const leaveSites = defineJob<{ session: SessionId }>('identity.leave-sites')
/** One site: whoever does not answer keeps no other from being told. */
export const leaveSite = defineJob<Leaving>('identity.leave-site')

/** Of one of our sessions, where it has been: by site, under which name of the session there. */
export async function sitesOf({ records }: SignOn, session: SessionId): Promise<Leaving[]> {
  const kept = await records.ofSession(session)
  return kept.flatMap(({ accountId, authorizations }) =>
    Object.entries(authorizations ?? {}).flatMap(([site, { sid }]) =>
      accountId && sid ? [{ site, account: accountId, sid }] : [],
    ),
  )
}

/** As the provider gives it; its types leave this one out. */
interface Telling {
  readonly backchannelLogoutUri?: string
  backchannelLogout(account: string, sid: string): Promise<void>
}

export const leaveJobs = (signOn: () => SignOn, enqueue: (work: Leaving) => Promise<void>): JobHandler[] => [
  jobHandler<{ session: SessionId }>({
    job: leaveSites,
    handle: async ({ session }) => {
      for (const work of await sitesOf(signOn(), session)) await enqueue(work)
    },
  }),
  jobHandler<Leaving>({
    job: leaveSite,
    retries: 8,
    handle: async ({ site, account, sid }) => {
      const provider = await signOn().provider()
      const client = (await provider.Client.find(site)) as unknown as Telling | undefined
      if (client?.backchannelLogoutUri) await client.backchannelLogout(account, sid)
    },
  }),
]
