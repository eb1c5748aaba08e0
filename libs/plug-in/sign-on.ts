/** Sign-on by Any ID: FAPI 2.0 (signed client, pushed request, PKCE, DPoP) by a certified client. */
import * as client from 'openid-client'
import type { PlugIn } from './calls.ts'

export interface Checks {
  readonly verifier: string
  readonly state: string
  readonly nonce: string
}
export interface SignedIn {
  /** What the person is called here, and nowhere else. */
  readonly subject: string
  readonly claims: Readonly<Record<string, unknown>>
}
export interface SignOn {
  /** Throws `PlatformError` (410) while the platform is not plugged in. */
  start(): Promise<{ readonly to: string; readonly checks: Checks }>
  finish(url: URL, checks: Checks): Promise<SignedIn>
}

export interface SignOnOptions {
  readonly redirectUri: string
  /** Claims asked for by name, as the manifest lists them. */
  readonly claims: readonly string[]
}

export function createSignOn(plugIn: PlugIn, { redirectUri, claims }: SignOnOptions): SignOn {
  const { platform, key } = plugIn
  const isHttps = platform.startsWith('https:')
  let known: Promise<client.Configuration> | undefined
  let knownAs = ''
  const configuration = async (): Promise<client.Configuration> => {
    // Asked each time: whether we are plugged in, and under which name.
    const { issuer, clientId } = await plugIn.self()
    if (!known || knownAs !== clientId) {
      knownAs = clientId
      known = discover(issuer, clientId)
      known.catch(() => (known = undefined))
    }
    return known
  }
  const discover = async (issuer: string, clientId: string) => {
    const { subtle } = globalThis.crypto
    const der = key.privateKey.export({ format: 'der', type: 'pkcs8' })
    const signing = await subtle.importKey('pkcs8', der, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
    return client.discovery(
      new URL(issuer),
      clientId,
      { id_token_signed_response_alg: 'ES256' },
      client.PrivateKeyJwt({ key: signing, kid: key.kid }),
      isHttps ? {} : { execute: [client.allowInsecureRequests] },
    )
  }
  return {
    start: async () => {
      const config = await configuration()
      const checks = { verifier: client.randomPKCECodeVerifier(), state: client.randomState(), nonce: client.randomNonce() }
      const asked = Object.fromEntries(claims.map((name) => [name, null]))
      const to = await client.buildAuthorizationUrlWithPAR(config, {
        redirect_uri: redirectUri,
        scope: 'openid',
        code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
        code_challenge_method: 'S256',
        state: checks.state,
        nonce: checks.nonce,
        ...(claims.length > 0 ? { claims: JSON.stringify({ userinfo: asked }) } : {}),
      })
      return { to: to.href, checks }
    },
    finish: async (url, { verifier, state, nonce }) => {
      const config = await configuration()
      const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'))
      const expected = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
      const tokens = await client.authorizationCodeGrant(config, url, expected, undefined, { DPoP })
      const { sub } = tokens.claims()!
      if (claims.length === 0) return { subject: sub, claims: {} }
      const { sub: _, ...told } = await client.fetchUserInfo(config, tokens.access_token, sub, { DPoP })
      return { subject: sub, claims: told }
    },
  }
}
