/** The peer: the same library with its own in-memory storage, sites by adapter, and nobody who asks who it is. */
import { createServer } from 'node:http'
import { generateKeyPairSync, hash } from 'node:crypto'
import { Provider } from 'oidc-provider'

const { SITES = '1', SECRET = '' } = process.env
const kept = new Map<string, { payload: Record<string, unknown>; until: number }>()
const sites = new Map<string, string>(
  Array.from({ length: Number(SITES) }, (_, place) => [`site_${place}`, `https://site-${place}.example/back`]),
)
const grants = new Map<string, Set<string>>()

class Memory {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
  key(id: string) {
    return `${this.name}:${id}`
  }
  async find(id: string) {
    if (this.name === 'Client') return siteOf(id)
    const found = kept.get(this.key(id))
    return found && found.until > Date.now() ? found.payload : undefined
  }
  async upsert(id: string, payload: Record<string, unknown>, expiresIn: number) {
    kept.set(this.key(id), { payload, until: Date.now() + expiresIn * 1000 })
    if (payload['uid']) kept.set(`uid:${String(payload['uid'])}`, { payload, until: Date.now() + expiresIn * 1000 })
    const grant = payload['grantId']
    if (grant) grants.set(String(grant), (grants.get(String(grant)) ?? new Set()).add(this.key(id)))
  }
  async findByUid(uid: string) {
    return kept.get(`uid:${uid}`)?.payload
  }
  async findByUserCode() {
    return undefined
  }
  async consume(id: string) {
    const found = kept.get(this.key(id))
    if (found) found.payload['consumed'] = Math.floor(Date.now() / 1000)
  }
  async destroy(id: string) {
    kept.delete(this.key(id))
  }
  async revokeByGrantId(grant: string) {
    for (const key of grants.get(grant) ?? []) kept.delete(key)
  }
}

const siteOf = (id: string) => ({
  client_id: id,
  client_secret: SECRET,
  redirect_uris: [sites.get(id)!],
  response_types: ['code'],
  grant_types: ['authorization_code'],
  subject_type: 'pairwise',
  id_token_signed_response_alg: 'ES256',
  authorization_signed_response_alg: 'ES256',
})

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const server = createServer()
server.listen(0, () => {
  const { port } = server.address() as { port: number }
  const issuer = `http://localhost:${port}`
  const provider = new Provider(issuer, {
    adapter: Memory as never,
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256', use: 'sig' } as never] },
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_ctx, account, client) => hash('sha256', `${account}${client.clientId}`),
    responseTypes: ['code'],
    pkce: { required: () => true },
    cookies: { keys: ['bench'] },
    features: { devInteractions: { enabled: false } },
    findAccount: async (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    loadExistingGrant: async (ctx) => {
      const known = ctx.oidc.session!.grantIdFor(ctx.oidc.client!.clientId)
      if (known) return ctx.oidc.provider.Grant.find(known)
      const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.account!.accountId, clientId: ctx.oidc.client!.clientId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 1800, Session: 43_200, Grant: 43_200 },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  })
  const answer = provider.callback()
  server.on('request', (incoming, outgoing) => {
    if (!incoming.url?.startsWith('/interaction/')) return void answer(incoming, outgoing)
    const login = { accountId: `per_${Math.random()}`, remember: false }
    void provider.interactionFinished(incoming, outgoing, { login })
  })
  console.log(`ready ${issuer}`)
})
process.once('SIGTERM', () => process.exit(0))
