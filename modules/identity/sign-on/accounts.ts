/** Who the provider speaks of: only while the session they came in by lives. */
import type { PersonId } from '@dpg/kernel'
import type { Account } from 'oidc-provider'
import type { SiteConfig } from '../contract.ts'
import { isTestId, siteOfClient } from '../sites/site.ts'
import { personOf, sessionOf } from './adapter.ts'
import { claimsAsked, claimValue, factOf } from './claims.ts'
import type { Arrivals } from './arrivals.ts'
import type { SignOnDeps } from './index.ts'
import { acrOf } from './levels.ts'
import type { Context } from './policy.ts'
import { listConsents } from './store-consents.ts'
import { testPerson } from './test-people.ts'

const AUTHORIZING = new Set(['authorization', 'resume'])

export interface AccountDeps extends SignOnDeps {
  readonly arrivals: Pick<Arrivals, 'live'>
}

export const findAccount =
  (deps: AccountDeps) =>
  async (ctx: Context, account: string): Promise<Account | undefined> => {
    if (AUTHORIZING.has(ctx.oidc.route)) {
      if (!(await isLiving(deps, ctx, account))) return forget(ctx)
    }
    // A token outlives no session: who has signed out is no longer spoken of.
    else if (ctx.oidc.route === 'userinfo' && !(await isAlive(deps, account))) return undefined
    return {
      accountId: account,
      claims: (use, scope, named, rejected) => {
        // What a scope stands for is told where it is asked for with a token; an ID token carries only what was named for it.
        const asked = claimsAsked(use === 'userinfo' ? scope.split(' ') : [], Object.keys(named))
        return claimsFor(deps, ctx, account, asked, rejected)
      },
    }
  }

/** The provider's session follows ours: ended there, it is forgotten here; raised there, it is raised here. */
async function isLiving({ arrivals }: AccountDeps, ctx: Context, account: string): Promise<boolean> {
  const session = ctx.oidc.session!
  const isTest = isTestId(ctx.oidc.client?.clientId ?? '')
  if (isTest !== (testPerson(personOf(account)) !== undefined)) return false
  if (isTest) return true
  const live = await arrivals.live(ctx)
  if (!live || live.session !== sessionOf(account) || live.person !== personOf(account)) return false
  if (session.acr !== acrOf(live.level)) session.acr = acrOf(live.level)
  if (session.loginTs !== live.provedAt) session.loginTs = live.provedAt
  return true
}

/** Its old record stays until it expires: whoever has to be told of the end finds it there. */
function forget(ctx: Context): undefined {
  const { session } = ctx.oidc
  const fresh = new ctx.oidc.provider.Session() as unknown as { readonly jti: string; readonly uid: string }
  const old = session as unknown as Record<string, unknown>
  delete old['accountId']
  delete old['authorizations']
  delete old['loginTs']
  Object.assign(old, { jti: fresh.jti, uid: fresh.uid, acr: undefined, amr: undefined })
}

const isAlive = async ({ isSessionAlive }: SignOnDeps, account: string): Promise<boolean> =>
  testPerson(personOf(account)) !== undefined || isSessionAlive(personOf(account), sessionOf(account) ?? '')

/** Asked of the registers at this moment, each look written into the person's log. */
async function claimsFor(
  { claims, db }: SignOnDeps,
  ctx: Context,
  account: string,
  asked: readonly string[],
  rejected: readonly string[] = [],
) {
  const person = personOf(account) as PersonId
  const site = (ctx.oidc.client as unknown as { readonly dpg_site: SiteConfig }).dpg_site
  const registered = new Set(site.claims.map(({ claim }) => claim))
  const wanted = asked.filter((claim) => registered.has(claim) && !rejected.includes(claim))
  // What was taken back since is told no more, whatever a token was given for.
  const names =
    wanted.length === 0 || testPerson(person) ? wanted : await stillGiven(db, person, ctx.oidc.client!.clientId, wanted)
  if (names.length === 0) return { sub: account }
  const facts = [...new Set(names.map(factOf))]
  const known = testPerson(person)?.facts ?? (await claims.read({ person, site: site.name, agency: site.agency, facts }))
  const told = names.flatMap((claim) => {
    const value = known[factOf(claim)]
    return value === undefined || value === null ? [] : [[claim, claimValue(claim, value)] as const]
  })
  return { sub: account, ...Object.fromEntries(told) }
}

async function stillGiven(db: SignOnDeps['db'], person: PersonId, client: string, claims: readonly string[]): Promise<string[]> {
  const decided = await listConsents(db, person, siteOfClient(client))
  const given = new Set(decided.filter(({ isGiven }) => isGiven).map(({ claim }) => claim))
  return claims.filter((claim) => given.has(claim))
}
