/** Relying sites: registered by whoever builds one, tried out at once with test people, allowed by an official. */
import { randomBytes } from 'node:crypto'
import type { Principal } from '@dpg/kernel'
import { reviewNotPossible, type Site, type SiteConfig, type SiteId, siteNotFound, siteRefused, type Sites } from '../contract.ts'
import { accountOf } from '../sessions.ts'
import { claimsOf } from '../sign-on/claims.ts'
import type { SignOn, SignOnDeps } from '../sign-on/index.ts'
import { hashOfSecret } from '../sign-on/settings.ts'
import { siteConfigSchema, testIdOf } from './site.ts'
import {
  askReview,
  decideSite,
  endSite,
  findSite,
  insertSite,
  listSitesOf,
  listWaitingSites,
  proposeSite,
  renewSecret,
  revokeSite,
  type StoredSite,
} from './store-sites.ts'

const REVIEWERS = ['administrator', 'privacy-officer']
const A_PAGE = 50
const makeSecret = () => randomBytes(32).toString('base64url')

export function createSites(deps: SignOnDeps, { clients }: Pick<SignOn, 'clients'>): Sites {
  const { db, clock } = deps
  const claims = () => claimsOf(deps.claims.vocabulary())
  const changed = (id: SiteId) => {
    clients.forget(id)
    clients.forget(testIdOf(id))
  }
  const own = async (principal: Principal, id: SiteId): Promise<StoredSite> => {
    const site = await findSite(db, id)
    if (!site || site.state === 'ended' || (site.owner !== accountOf(principal) && !isReviewer(principal)))
      throw siteNotFound({ site: id })
    return site
  }
  return {
    issuer: deps.issuer,
    claims,
    register: async (principal, config) => {
      const proposed = checked(config, claims())
      const isPlain = proposed.profile === 'plain'
      const [secret, testSecret] = isPlain ? [makeSecret(), makeSecret()] : [null, null]
      const site = {
        id: deps.newId<SiteId>('site'),
        owner: accountOf(principal),
        proposed,
        secretHash: secret && hashOfSecret(secret),
        testHash: testSecret && hashOfSecret(testSecret),
        madeAt: clock.now().toString(),
      }
      await insertSite(db, site)
      return { site: await own(principal, site.id).then(present), secret, testSecret }
    },
    mine: async (principal) => (await listSitesOf(db, accountOf(principal))).map(present),
    site: async (principal, id) => present(await own(principal, id)),
    change: async (principal, id, config) => {
      const before = await own(principal, id)
      const proposed = checked(config, claims())
      // A site's keys and its secret are two ways to show who it is: it is registered anew to change from one to the other.
      if (before.proposed.profile !== proposed.profile)
        throw siteRefused({}, { errors: [{ pointer: '/profile', detail: before.proposed.profile }] })
      if (!(await proposeSite(db, accountOf(principal), id, proposed))) throw siteNotFound({ site: id })
      changed(id)
      return present(await own(principal, id))
    },
    renewSecret: async (principal, id, of) => {
      const secret = makeSecret()
      if (!(await renewSecret(db, accountOf(principal), id, of === 'test', hashOfSecret(secret))))
        throw siteNotFound({ site: id })
      changed(id)
      return secret
    },
    askReview: async (principal, id) => {
      await own(principal, id)
      if (!(await askReview(db, accountOf(principal), id, clock.now().toString()))) throw reviewNotPossible({})
    },
    end: async (principal, id) => {
      if (!(await endSite(db, accountOf(principal), id))) throw siteNotFound({ site: id })
      changed(id)
    },
    waiting: async (principal, after) => {
      if (!isReviewer(principal)) return []
      return (await listWaitingSites(db, after ?? null, A_PAGE)).map(present)
    },
    decide: async (principal, id, isAllowed, reason) => {
      if (!isReviewer(principal)) throw siteNotFound({ site: id })
      if (!isAllowed && !reason?.trim()) throw reviewNotPossible({})
      const decision = { isAllowed, reason: reason?.trim() || null, by: accountOf(principal), at: clock.now().toString() }
      if (!(await decideSite(db, id, decision))) throw reviewNotPossible({})
      changed(id)
    },
    revoke: async (principal, id, reason) => {
      await own(principal, id)
      await revokeSite(db, id, { reason, by: accountOf(principal), at: clock.now().toString() })
      changed(id)
    },
  }
}

export const isReviewer = ({ permissions }: Pick<Principal, 'permissions'>): boolean =>
  REVIEWERS.some((role) => permissions.has(role))

/** Says what is wrong, by field. */
function checked(config: unknown, claims: ReadonlyMap<string, unknown>): SiteConfig {
  const parsed = siteConfigSchema.safeParse(config)
  if (!parsed.success)
    throw siteRefused(
      {},
      { errors: parsed.error.issues.map(({ path, message }) => ({ pointer: `/${path.join('/')}`, detail: message })) },
    )
  const unknown = parsed.data.claims.flatMap(({ claim }, index) =>
    claims.has(claim) ? [] : [{ pointer: `/claims/${index}/claim`, detail: claim }],
  )
  if (unknown.length > 0) throw siteRefused({}, { errors: unknown })
  return parsed.data
}

function present({ id, proposed, allowed, state, reason, madeAt, askedAt }: StoredSite): Site {
  return { id, testId: testIdOf(id), proposed, allowed, state: state as Site['state'], reason, madeAt, askedAt }
}
