import { randomUUID } from 'node:crypto'

/** The platform as everybody sees it: its published API, and for people in a demonstration its page of signing in. */

export interface Said {
  readonly status: number
  readonly body: unknown
}

export interface Platform {
  get(path: string, cookie?: string): Promise<Said>
  /** The same key does it once. */
  post(path: string, body: object, cookie: string, key?: string): Promise<Said>
  /** The cookie of a session as one of the people of the demonstration. */
  signInAs(persona: string): Promise<string>
}

/** The language of the suites. */
const ENGLISH = { 'accept-language': 'en' }

export function createPlatform(url: string): Platform {
  const said = async (answer: Response): Promise<Said> => ({ status: answer.status, body: await answer.json() })
  return {
    get: async (path, cookie) =>
      said(await fetch(new URL(path, url), { headers: { ...ENGLISH, ...(cookie ? { cookie } : {}) } })),
    post: async (path, body, cookie, key = randomUUID()) =>
      said(
        await fetch(new URL(path, url), {
          method: 'POST',
          headers: { ...ENGLISH, cookie, 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify(body),
        }),
      ),
    signInAs: async (persona) => {
      const answer = await fetch(new URL('/signin', url), {
        method: 'POST',
        body: new URLSearchParams({ persona }),
        redirect: 'manual',
      })
      return answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ')
    },
  }
}

/** Members of what another system has said. */
export type Json = Readonly<Record<string, unknown>>
export const jsonIn = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
export const listIn = (value: unknown, name: string): readonly Json[] => {
  const list = jsonIn(value)[name]
  return Array.isArray(list) ? list.map(jsonIn) : []
}
/** A text in the language of the suites. */
export const textIn = (value: unknown): string => String(jsonIn(value)['en'] ?? jsonIn(value)['ko'] ?? '')
