/** The OpenID Provider: built from its keys when first asked, built anew when they change. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock, NewId, PersonId, Principal, SessionId } from '@dpg/kernel'
import type { Db, Log, Sealing } from '@dpg/kernel/server'
import type { Adapter, Client, ClientMetadata, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { type Clients, createClients } from '../sites/clients.ts'
import { createRecords, type Records, sessionOf } from './adapter.ts'
import { type Arrivals, type Arrived, createArrivals, type Onward } from './arrivals.ts'
import { type Carried, createCarried, type ProviderRequest } from './carried.ts'
import type { ClaimSource } from './claims.ts'
import { createGiven, type Given, travels } from './given.ts'
import type { Level, PasskeyQuestion, SignedIn } from '../contract.ts'
import { currentKeys, type SigningKey } from './keys.ts'
import { loadLibrary } from './library.ts'
import { cookieNames, hashOfSecret, settingsOf } from './settings.ts'

/** A resident's own session, as the provider needs it. */
export interface LivePerson {
  readonly session: SessionId
  readonly person: PersonId
  readonly level: Level
  /** Ways in which they showed who they are (RFC 8176). */
  readonly amr: readonly string[]
  /** Seconds since the epoch at which they last showed who they are. */
  readonly provedAt: number
}

export interface SignOnDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
  readonly claims: ClaimSource
  /** Without a slash at its end; its path is where the provider is mounted. */
  readonly issuer: string
  /** 32 bytes for one use, always the same. */
  readonly secret: (use: string) => Buffer
  readonly towards: (person: PersonId, party: string) => string
  /** The resident behind the cookies of a request, if they are signed in. */
  readonly sessionIn: (cookies: string | undefined) => Promise<LivePerson | undefined>
  /** The same, with the payload of a record that is read together with it; undefined: nobody's session. */
  readonly sessionBeside: (
    cookies: string | undefined,
    record: Buffer,
  ) => Promise<{ readonly live: LivePerson | undefined; readonly payload: Buffer | null } | undefined>
  /** The resident of a session that was just read. */
  readonly personOf: (principal: Principal) => LivePerson | undefined
  readonly askPasskey: () => PasskeyQuestion
  readonly enterByPasskey: (
    id: string,
    response: object,
    by: { readonly principal: Principal; readonly userAgent: string | undefined },
  ) => Promise<SignedIn | undefined>
  readonly isSessionAlive: (account: string, session: string) => Promise<boolean>
  /** Ours, when a person leaves by the page of a site. */
  readonly endSession: (session: SessionId) => Promise<void>
  /** For telling sites that somebody has left. */
  readonly fetch: typeof globalThis.fetch
}

export interface SignOn {
  readonly records: Records
  readonly clients: Clients
  readonly carried: Carried
  /** Throws when the keys cannot be read. */
  provider(): Promise<Provider>
  /** Where whoever has just shown who they are goes on (`arrivals.ts`). */
  goOn(arrived: Arrived, cookies: string): Promise<Onward | undefined>
  /** For the server, at the path of the issuer. */
  handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>
}

type Answer = ReturnType<Provider['callback']>

const FRESH_MS = 60_000

export function createSignOn(deps: SignOnDeps): SignOn {
  let request: () => ProviderRequest | undefined = () => undefined
  const records = createRecords({
    db: deps.db,
    clock: deps.clock,
    key: deps.secret('records'),
    request: () => request(),
  })
  const clients = createClients(deps.db, deps.clock)
  const { pathname, host, protocol } = new URL(deps.issuer)
  const arrivals = createArrivals(deps, records, cookieNames(deps.issuer), pathname)
  const carried = createCarried({
    key: deps.secret('requests'),
    cookie: cookieNames(deps.issuer).interaction,
    request: () => request(),
    handed: () => arrivals.interaction(request() as KoaContextWithOIDC | undefined),
  })
  const given = createGiven(deps.secret('given'), () => (request() as KoaContextWithOIDC | undefined)?.oidc.entities.Grant)
  const adapter = (model: string) => {
    if (model === 'Client') return clients.adapter
    if (travels(model)) return given.before(model, records)
    return model === 'Interaction' ? carried.before(records.adapter(model)) : records.adapter(model)
  }
  let built: { readonly keys: string; readonly provider: Provider; readonly answer: Answer; until: number } | undefined
  let building: Promise<Provider> | undefined
  const provider = async () => {
    const now = deps.clock.now().epochMilliseconds
    if (built && built.until > now) return built.provider
    building ??= build(now).finally(() => {
      building = undefined
    })
    return building
  }
  const build = async (now: number) => {
    const keys = await currentKeys(deps)
    const names = keys.map(({ kid }) => kid).join()
    if (built?.keys === names) built.until = now + FRESH_MS
    else {
      const { Provider } = await loadLibrary()
      request = () => Provider.ctx
      const made = await makeProvider(deps, keys, adapter, { records, carried, given, arrivals })
      built = { keys: names, provider: made, answer: made.callback(), until: now + FRESH_MS }
    }
    return built.provider
  }
  const handle: SignOn['handle'] = async (incoming, outgoing) => {
    const request = incoming as IncomingMessage & { originalUrl?: string }
    request.originalUrl = incoming.url ?? '/'
    request.url = request.originalUrl.slice(pathname.length) || '/'
    // Addresses are ours whatever a request says of its host.
    incoming.headers['x-forwarded-host'] = host
    incoming.headers['x-forwarded-proto'] = protocol.slice(0, -1)
    await provider()
    await built!.answer(incoming, outgoing)
  }
  return {
    records,
    clients,
    carried,
    provider,
    goOn: (arrived, cookies) => arrivals.goOn(arrived, cookies, handle),
    handle,
  }
}

interface Parts {
  readonly records: Pick<Records, 'finish'>
  readonly carried: Pick<Carried, 'send'>
  readonly given: Pick<Given, 'sealFor'>
  readonly arrivals: Arrivals
}

async function makeProvider(
  deps: SignOnDeps,
  keys: readonly SigningKey[],
  adapter: (model: string) => ReturnType<Records['adapter']>,
  { records, carried, given, arrivals }: Parts,
): Promise<Provider> {
  const library = await loadLibrary()
  const provider = new library.Provider(deps.issuer, settingsOf({ ...deps, arrivals }, library, keys, adapter))
  provider.proxy = true
  const compare = { compareClientSecret: compareHashes }
  Object.assign(provider.Client.prototype as object, compare)
  rememberClients(provider, adapter('Client'))
  given.sealFor(provider)
  provider.use(async (ctx, next) => {
    await arrivals.read(ctx)
    await next()
    await carried.send(ctx)
    if (!(await records.finish(ctx))) refuseUsed(ctx)
  })
  // Whoever signs out at one site has signed out: our own session ends before the answer.
  provider.use(async (ctx, next) => {
    await next()
    const { session } =
      (ctx as { readonly oidc?: { readonly session?: { readonly destroyed?: boolean; readonly accountId?: string } } }).oidc ?? {}
    const own = session?.destroyed ? sessionOf(session.accountId) : null
    if (own) await deps.endSession(own as SessionId)
  })
  provider.on('server_error', (_ctx, cause) => deps.log.error('sign-on.failed', {}, cause))
  provider.on('backchannel.error', (_ctx, cause) => deps.log.warn('sign-on.site-not-told', {}, cause))
  return provider
}

/** The library checks what it is told of a site, and remembers a hundred: it is right for as long as it is the same. */
function rememberClients({ Client }: Provider, { find }: Pick<Adapter, 'find'>): void {
  const known = new WeakMap<object, Client>()
  const check = Client.find.bind(Client)
  const remembering: typeof Client.find = async (id) => {
    const metadata = await find(id)
    if (!metadata) return undefined
    const client = known.get(metadata) ?? (await check(id))
    if (client) known.set(metadata, client)
    return client
  }
  Object.assign(Client, { find: remembering })
}

/** Of two that came with the same code at the same moment, the one that was later: nothing of what it would have been given is kept. */
function refuseUsed(ctx: Pick<KoaContextWithOIDC, 'remove' | 'status' | 'body'>): void {
  ctx.remove('set-cookie')
  ctx.status = 400
  ctx.body = { error: 'invalid_grant', error_description: 'grant request is invalid' }
}

function compareHashes(this: { readonly clientSecret?: string } & ClientMetadata, secret: string): boolean {
  const known = Buffer.from(String(this.clientSecret ?? ''))
  const given = Buffer.from(hashOfSecret(secret))
  return known.length === given.length && timingSafeEqual(known, given)
}
