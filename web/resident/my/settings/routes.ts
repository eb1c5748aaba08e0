/** Settings of one's own. Adding a passkey needs a script and the API; all else is a form. */
import type { Identity, PasskeyId } from '@dpg/identity/contract'
import { parseId, type Principal, type SessionId } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import type { OtherWays } from './other-ways.tsx'
import { Settings } from './settings.tsx'

const params = z.object({ id: z.string().max(60) })
const query = z.object({
  done: z.enum(['passkey', 'passkey-removed', 'session', 'site', 'way', 'way-removed']).optional().catch(undefined),
})

export const settingsRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/my/settings',
    needs: 'resident',
    query,
    handle: async (asked) => {
      const { principal, query } = asked
      const { identity, benefits } = contracts
      const [passkeys, sessions, sites, ways, isWatching, frame] = await Promise.all([
        identity.passkeys(principal),
        identity.sessions(principal),
        identity.knownSites(principal),
        waysOf(identity, principal),
        benefits.isWatching(principal),
        frameOf(contracts, asked),
      ])
      return { html: render(Settings({ frame, passkeys, sessions, sites, ways, isWatching, done: query.done })) }
    },
  }),
  page({
    method: 'POST',
    path: '/my/settings/passkeys/{id}/remove',
    needs: 'resident',
    params,
    handle: async ({ principal, params }) => {
      await contracts.identity.removePasskey(principal, parseId<PasskeyId>('pky', params.id))
      return { location: '/my/settings?done=passkey-removed' }
    },
  }),
  page({
    method: 'POST',
    path: '/my/settings/sessions/{id}/end',
    needs: 'resident',
    params,
    handle: async ({ principal, params }) => {
      await contracts.identity.endSession(principal, parseId<SessionId>('ses', params.id))
      return { location: '/my/settings?done=session' }
    },
  }),
  page({
    method: 'POST',
    path: '/my/settings/sites/{id}/forget',
    needs: 'resident',
    params,
    handle: async ({ principal, params }) => {
      await contracts.identity.forgetSite(principal, params.id)
      return { location: '/my/settings?done=site' }
    },
  }),
]

async function waysOf(identity: Identity, principal: Principal): Promise<OtherWays> {
  const { privateIds, certificates, passports, presentations, recovery } = identity
  const [links, own, ownPassports, hasPassports, wallets, hasWallets, offered, codesLeft] = await Promise.all([
    privateIds.links(principal),
    certificates.list(principal),
    passports.list(principal),
    passports.isOffered(),
    presentations.list(principal),
    presentations.isOffered(),
    privateIds.list(),
    recovery.left(principal),
  ])
  return {
    links,
    certificates: own,
    passports: ownPassports,
    wallets,
    privateIds: offered,
    hasCertificates: certificates.isOffered,
    hasPassports,
    hasWallets,
    codesLeft,
  }
}
