/** How the provider is set: FAPI 2.0 where a site asks for it, and for every site no less than PKCE, exact addresses and ES256. */
import { hash } from 'node:crypto'
import type { PersonId } from '@dpg/kernel'
import type { Configuration } from 'oidc-provider'
import type { SiteConfig } from '../contract.ts'
import { isTestId, siteOfClient } from '../sites/site.ts'
import { type AccountDeps, findAccount } from './accounts.ts'
import { personOf } from './adapter.ts'
import { claimSettings, claimsOf, SCOPES } from './claims.ts'
import { loadGrant } from './grants.ts'
import type { SignOnDeps } from './index.ts'
import type { SigningKey } from './keys.ts'
import { ownKey } from './own-key.ts'
import type { Library } from './library.ts'
import { ACR_VALUES } from './levels.ts'
import { type Context, signOnPolicy } from './policy.ts'

const MIN = 60
const LONGEST_S = 12 * 60 * MIN
const ONLY = ['ES256' as const]

export const PATHS = {
  interaction: '/signin/site',
  leaving: '/signout/sites',
  left: '/signout/done',
  problem: '/signin/problem',
}

/** As the provider wants it; `keys` in the order in which they sign. */
export function settingsOf(
  deps: SignOnDeps & AccountDeps,
  library: Library,
  keys: readonly SigningKey[],
  adapter: Configuration['adapter'],
): Configuration {
  const isHttps = deps.issuer.startsWith('https:')
  // Their values are names of 126 random bits that are looked up: a signature on them would say nothing more.
  const cookie = { httpOnly: true, sameSite: 'lax' as const, secure: isHttps, signed: false }
  return {
    adapter,
    jwks: { keys: keys.map((key) => ownKey(library, key)) as never },
    findAccount: findAccount(deps),
    loadExistingGrant: loadGrant(deps),
    claims: claimSettings(claimsOf(deps.claims.vocabulary()).keys()),
    scopes: SCOPES,
    acrValues: ACR_VALUES,
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_ctx, account, client) =>
      deps.towards(
        personOf(account) as PersonId,
        `site:${siteOfClient(client.clientId)}${isTestId(client.clientId) ? ':test' : ''}`,
      ),
    responseTypes: ['code'],
    // Found by their whole address, never by a part of it.
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: () => true },
    conformIdTokenClaims: true,
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt'],
    clientDefaults: {
      id_token_signed_response_alg: 'ES256',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      subject_type: 'pairwise',
    },
    enabledJWA: {
      clientAuthSigningAlgValues: ONLY,
      idTokenSigningAlgValues: ONLY,
      requestObjectSigningAlgValues: ONLY,
      userinfoSigningAlgValues: ONLY,
      dPoPSigningAlgValues: ['ES256', 'Ed25519'],
    },
    extraClientMetadata: { properties: ['dpg_site'] },
    clientBasedCORS: () => false,
    features: {
      devInteractions: { enabled: false },
      externalSigningSupport: { enabled: true, ack: 'experimental-01' },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true, nonceSecret: deps.secret('dpop-nonce'), requireNonce: () => false },
      fapi: { enabled: true, profile: (_ctx, client) => (isFapi(client) ? '2.0' : undefined) },
      claimsParameter: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => askToLeave(ctx as Context, form),
        postLogoutSuccessSource: (ctx) => void ctx.redirect(PATHS.left),
      },
      revocation: { enabled: true },
      userinfo: { enabled: true },
    },
    // A token is kept nowhere: taken back is what it hangs on.
    revokeGrantPolicy: () => true,
    interactions: { policy: signOnPolicy(library), url: (_ctx, { uid }) => `${PATHS.interaction}/${uid}` },
    renderError: (ctx, out) => {
      const query = new URLSearchParams({ error: out.error, detail: (out.error_description ?? '').slice(0, 300) })
      ctx.redirect(`${PATHS.problem}?${query}`)
    },
    ttl: {
      AuthorizationCode: MIN,
      AccessToken: 10 * MIN,
      IdToken: 10 * MIN,
      Interaction: 30 * MIN,
      Session: LONGEST_S,
      Grant: LONGEST_S,
    },
    cookies: {
      names: cookieNames(deps.issuer),
      long: cookie,
      short: cookie,
    },
    routes: {
      authorization: '/authorize',
      token: '/token',
      userinfo: '/userinfo',
      jwks: '/keys',
      pushed_authorization_request: '/request',
      end_session: '/logout',
      revocation: '/revoke',
    },
    fetch: (url, options) => deps.fetch(url, options),
  }
}

/** `__Secure-`: set over HTTPS alone (RFC 6265bis §4.1.3); two of them have a path of their own. */
export function cookieNames(issuer: string) {
  const name = (of: string) => `${issuer.startsWith('https:') ? '__Secure-' : ''}dpg_${of}_op`
  return { session: name('session'), interaction: name('request'), resume: name('resume') }
}

const isFapi = (client: object | undefined): boolean =>
  (client as { readonly dpg_site?: SiteConfig } | undefined)?.dpg_site?.profile === 'fapi2'

/** The page that asks is the portal's; what proves that it was shown travels with it. */
function askToLeave(ctx: Context, form: string): void {
  const xsrf = /name="xsrf" value="([^"]*)"/.exec(form)?.[1] ?? ''
  const query = new URLSearchParams({ xsrf, ...(ctx.oidc.client ? { site: ctx.oidc.client.clientId } : {}) })
  ctx.redirect(`${PATHS.leaving}?${query}`)
}

/** What is compared is the hash of a secret; the secret itself is nowhere. */
export const hashOfSecret = (secret: string): string => hash('sha256', secret, 'base64url')
