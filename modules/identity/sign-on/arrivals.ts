/** Who comes to the provider: our session and the provider's own are read together; of who has just shown who they are, nothing is read. */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { AdapterPayload, KoaContextWithOIDC } from 'oidc-provider'
import type { Records } from './adapter.ts'
import type { LivePerson, SignOnDeps } from './index.ts'

type Asked = Pick<KoaContextWithOIDC, 'path' | 'cookies' | 'req'>

/** A person who has just answered, and the request of a site that they answered for. */
export interface Arrived {
  readonly live: LivePerson
  readonly interaction: AdapterPayload & { readonly jti: string }
}

/** Where a browser goes on, and the lines of `Set-Cookie` it takes along. */
export interface Onward {
  readonly to: string
  readonly cookies: readonly string[]
}

export interface Arrivals {
  /** At the beginning of a request. */
  read(asked: Asked): Promise<void>
  /** The resident of its session, if they are signed in. */
  live(asked: Asked): Promise<LivePerson | undefined>
  /** What was asked of whoever has just arrived. */
  interaction(asked: Asked | undefined): AdapterPayload | undefined
  /** Asks the provider in place of their browser: one way there and back less. Undefined: its answer is a page, for the browser itself. */
  goOn(
    arrived: Arrived,
    cookies: string,
    ask: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
  ): Promise<Onward | undefined>
}

/** `names`: of the provider's cookies; `path`: of the provider. */
export function createArrivals(
  deps: Pick<SignOnDeps, 'sessionIn' | 'sessionBeside'>,
  records: Pick<Records, 'idOf' | 'tell'>,
  names: { readonly session: string; readonly resume: string },
  path: string,
): Arrivals {
  const known = new WeakMap<IncomingMessage, { readonly live: LivePerson | undefined }>()
  const arrivals = new WeakMap<IncomingMessage, AdapterPayload>()
  return {
    read: async (asked) => {
      const cookie = asked.path === '/authorize' && asked.cookies.get(names.session, { signed: false })
      const id = cookie && records.idOf('Session', cookie)
      const found = id && (await deps.sessionBeside(asked.req.headers.cookie, id))
      if (!found) return
      known.set(asked.req, found)
      if (found.payload) records.tell(asked, { id, payload: found.payload, consumed: false })
    },
    live: async ({ req }) => (known.get(req) ?? { live: await deps.sessionIn(req.headers.cookie) }).live,
    interaction: (asked) => asked && arrivals.get(asked.req),
    goOn: async ({ live, interaction }, cookies, ask) => {
      // Never sent: it has a socket because a request has one.
      const incoming = new IncomingMessage(new Socket())
      const resume = `${names.resume}=${interaction.jti}`
      const headers = { accept: 'text/html', cookie: cookies === '' ? resume : `${cookies}; ${resume}` }
      Object.assign(incoming, { method: 'GET', url: `${path}/authorize/${interaction.jti}`, headers })
      known.set(incoming, { live })
      arrivals.set(incoming, interaction)
      const outgoing = new ServerResponse(incoming)
      await ask(incoming, outgoing)
      const to = outgoing.getHeader('location')
      return typeof to === 'string' ? { to, cookies: [outgoing.getHeader('set-cookie') ?? []].flat().map(String) } : undefined
    },
  }
}
