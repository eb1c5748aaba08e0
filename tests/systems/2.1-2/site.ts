/** A site that knows nothing of the platform but its issuer: a program of its own, by a library that anybody has. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { randomUUID } from 'node:crypto'
import * as client from 'openid-client'

const { ISSUER = '', CLIENT_ID = '', CLIENT_SECRET = '', PORT = '0', SCOPE = 'openid' } = process.env
const origin = `http://localhost:${PORT}`
const config = await client.discovery(
  new URL(ISSUER),
  CLIENT_ID,
  { id_token_signed_response_alg: 'ES256' },
  client.ClientSecretBasic(CLIENT_SECRET),
  { execute: [client.allowInsecureRequests] },
)

interface Visit {
  checks?: {
    readonly pkceCodeVerifier: string
    readonly expectedState: string
    readonly expectedNonce: string
    readonly idTokenExpected: true
  }
  who?: { readonly sub: string; readonly sid: string; readonly acr: string; readonly idToken: string; readonly known: object }
}
const visits = new Map<string, Visit>()

const ROUTES: Readonly<Record<string, (visit: Visit, url: URL, incoming: IncomingMessage) => Promise<string | object>>> = {
  '/': async ({ who }) => who ?? {},
  '/login': async (visit, url) => {
    const verifier = client.randomPKCECodeVerifier()
    visit.checks = {
      pkceCodeVerifier: verifier,
      expectedState: client.randomState(),
      expectedNonce: client.randomNonce(),
      idTokenExpected: true,
    }
    return client.buildAuthorizationUrl(config, {
      redirect_uri: `${origin}/back`,
      scope: SCOPE,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: visit.checks.expectedState,
      nonce: visit.checks.expectedNonce,
      ...Object.fromEntries(url.searchParams),
    }).href
  },
  '/back': async (visit, url) => {
    if (url.searchParams.has('error')) return { refused: url.searchParams.get('error') }
    const tokens = await client.authorizationCodeGrant(config, url, visit.checks!)
    const { sub, sid, acr } = tokens.claims()!
    const { sub: _, ...known } = await client.fetchUserInfo(config, tokens.access_token, sub)
    visit.who = { sub, sid: String(sid), acr: String(acr), idToken: tokens.id_token!, known }
    return '/'
  },
  '/logout': async ({ who }) =>
    client.buildEndSessionUrl(config, { id_token_hint: who?.idToken ?? '', post_logout_redirect_uri: `${origin}/` }).href,
  '/left': async (_visit, _url, incoming) => {
    let body = ''
    for await (const part of incoming) body += String(part)
    const token = new URLSearchParams(body).get('logout_token') ?? ''
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string }
    for (const visit of visits.values()) if (visit.who?.sub === sub) delete visit.who
    return {}
  },
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', origin)
  // Sites on one machine share their cookies, whatever the port.
  const name = `visit_${PORT}`
  const id = new RegExp(`${name}=([\\w-]+)`).exec(incoming.headers.cookie ?? '')?.[1] ?? randomUUID()
  const visit = visits.get(id) ?? {}
  visits.set(id, visit)
  const said = await ROUTES[url.pathname]!(visit, url, incoming)
  outgoing.setHeader('set-cookie', `${name}=${id}; Path=/; HttpOnly; SameSite=Lax`)
  if (typeof said === 'string') outgoing.writeHead(303, { location: said }).end()
  else outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said))
}

createServer((incoming, outgoing) => {
  if (!(new URL(incoming.url ?? '/', origin).pathname in ROUTES)) return void outgoing.writeHead(404).end()
  answer(incoming, outgoing).catch((error: unknown) => {
    console.error(error)
    outgoing.writeHead(500).end(String(error))
  })
}).listen(Number(PORT), () => console.log('ready'))
