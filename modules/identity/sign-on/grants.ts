/** What a person has let a site know, as the provider's grants. */
import type { Grant } from 'oidc-provider'
import type { SiteConfig } from '../contract.ts'
import { isTestId, siteOfClient } from '../sites/site.ts'
import { personOf } from './adapter.ts'
import { claimsAsked } from './claims.ts'
import type { SignOnDeps } from './index.ts'
import type { Context } from './policy.ts'
import { listConsents } from './store-consents.ts'

/** A standing grant, or a new one from what the person has answered before. Of test people nothing is remembered. */
export const loadGrant =
  ({ db }: Pick<SignOnDeps, 'db'>) =>
  async (ctx: Context): Promise<Grant | undefined> => {
    const { client, session, provider } = ctx.oidc
    const { clientId } = client!
    const site = siteOf(ctx)
    const asked = askedOf(ctx, site)
    const known = ctx.oidc.result?.consent?.grantId ?? session!.grantIdFor(clientId)
    const standing = known ? await provider.Grant.find(known) : undefined
    const isStanding = standing !== undefined && covers(standing, ctx, asked)
    // Nothing to agree to; and of test people nothing is remembered.
    if (asked.length === 0) return isStanding ? standing : grantOf(ctx, [], [])
    if (isTestId(clientId)) return standing
    const { accountId } = ctx.oidc.account!
    const decided = await listConsents(db, personOf(accountId), siteOfClient(clientId))
    const answers = new Map(decided.map(({ claim, isGiven }) => [claim, isGiven]))
    // Something was never asked, or taken back: the page of consent asks it, and nothing is granted before.
    if (!asked.every((claim) => answers.has(claim))) return undefined
    if (isStanding) return standing
    return grantOf(
      ctx,
      asked.filter((claim) => answers.get(claim)),
      asked.filter((claim) => !answers.get(claim)),
    )
  }

/** The claims of this request that the site has registered; others are as if it had not asked. */
export function askedOf(ctx: Context, site: SiteConfig): string[] {
  const registered = new Set(site.claims.map(({ claim }) => claim))
  return claimsAsked(ctx.oidc.requestParamScopes, ctx.oidc.requestParamClaims).filter((claim) => registered.has(claim))
}

export const siteOf = (ctx: Context): SiteConfig => (ctx.oidc.client as unknown as { readonly dpg_site: SiteConfig }).dpg_site

function covers(grant: Grant, ctx: Context, asked: readonly string[]): boolean {
  const claims = new Set(grant.getOIDCClaimsEncountered())
  const scopes = new Set(grant.getOIDCScopeEncountered().split(' '))
  return asked.every((claim) => claims.has(claim)) && [...ctx.oidc.requestParamOIDCScopes].every((scope) => scopes.has(scope))
}

async function grantOf(ctx: Context, given: readonly string[], refused: readonly string[]): Promise<Grant> {
  const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.account!.accountId, clientId: ctx.oidc.client!.clientId })
  fillGrant(grant, [...ctx.oidc.requestParamOIDCScopes], given, [...refused, ...unregistered(ctx, [...given, ...refused])])
  await grant.save()
  return grant
}

/** Asked for, not registered: refused without asking. */
const unregistered = (ctx: Context, decided: readonly string[]) =>
  [...ctx.oidc.requestParamClaims].filter((claim) => !decided.includes(claim))

export function fillGrant(grant: Grant, scopes: readonly string[], given: readonly string[], refused: readonly string[]): void {
  grant.addOIDCScope(scopes.join(' '))
  if (given.length > 0) grant.addOIDCClaims([...given])
  if (refused.length > 0) grant.rejectOIDCClaims([...refused])
}
