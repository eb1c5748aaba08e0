/** A browser and a site's server as light as can be: connections are kept, cookies are kept, nothing is drawn. */
import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly location: string
  readonly body: string
}

export interface Visitor {
  readonly cookies: Map<string, string>
  ask(
    url: string,
    send?: { readonly body?: string; readonly type?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Answer>
}

export interface Visitors {
  visitor(address: string): Visitor
  /** Lets go of its connections: a server closes those that wait for long, perhaps at the very moment of the next question. */
  rest(): void
}

/** `instead`: where a question really goes, as a balancer of load decides it. */
export function createVisitors(connections: number, instead: (url: string) => string = (url) => url): Visitors {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    rest: () => agent.destroy(),
    visitor: (address) => {
      const cookies = new Map<string, string>()
      const visitor: Visitor = {
        cookies,
        ask: (url, send = {}) =>
          new Promise((done, fail) => {
            const { body, type, headers } = send
            const sent = request(instead(url), {
              agent,
              method: body === undefined ? 'GET' : 'POST',
              headers: {
                accept: 'text/html',
                // Each comes from another address, as people do.
                'x-forwarded-for': address,
                ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
                ...(body === undefined
                  ? {}
                  : { 'content-type': type ?? 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
                ...headers,
              },
            })
            sent.on('error', (cause: NodeJS.ErrnoException) => {
              // The server let go of a connection that had waited for long at this very moment: asked again, as browsers do.
              if (sent.reusedSocket && cause.code === 'ECONNRESET') visitor.ask(url, send).then(done, fail)
              else fail(cause)
            })
            sent.on('response', (response) => {
              for (const line of response.headers['set-cookie'] ?? []) {
                const at = line.indexOf('=')
                const value = line.slice(at + 1).split(';', 1)[0]!
                if (value === '') cookies.delete(line.slice(0, at))
                else cookies.set(line.slice(0, at), value)
              }
              let text = ''
              response.setEncoding('utf8')
              response.on('data', (part: string) => {
                text += part
              })
              response.on('end', () =>
                done({ status: response.statusCode ?? 0, location: response.headers.location ?? '', body: text }),
              )
            })
            sent.end(body)
          }),
      }
      return visitor
    },
  }
}
