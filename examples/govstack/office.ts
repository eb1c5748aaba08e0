/** The office whose system asks: `Information-Mediator-Client` names it, and it sees what its official sees, and no more. */
import names from './names.json' with { type: 'json' }
import { type Json, jsonIn, listIn, type Platform, type Said } from './platform.ts'

const OFFICES: Readonly<Record<string, string>> = names.offices
const CASE = /^case_[0-9a-f-]{36}$/
const PAGE = 100

export interface Office {
  /** As the session says it. */
  readonly name: string
  readonly roles: readonly string[]
  cases(show: 'open' | 'mine' | 'paused' | 'ended', service?: string): Promise<readonly Json[]>
  /** A look at the case, which the person finds in their trace. */
  case(id: string): Promise<Said>
  /** The same key acts once: its second use gives the case as it is. */
  act(id: string, action: string, act: Json, key: string): Promise<Said>
}

/** Undefined: nobody whom the platform knows. */
export async function officeOf(platform: Platform, client: string | undefined): Promise<Office | undefined> {
  const official = client === undefined ? undefined : OFFICES[client]
  return official === undefined ? undefined : asOfficial(platform, official)
}

export async function asOfficial(platform: Platform, official: string): Promise<Office> {
  const cookie = await platform.signInAs(official)
  const session = jsonIn((await platform.get('/api/identity/session', cookie)).body)
  return {
    name: String(session['name']),
    roles: Array.isArray(session['permissions']) ? session['permissions'].map(String) : [],
    cases: async (show, service) => {
      const found: Json[] = []
      for (;;) {
        const query = new URLSearchParams({ show, limit: String(PAGE), offset: String(found.length) })
        if (service !== undefined) query.set('service', service)
        const { status, body } = await platform.get(`/api/work?${query}`, cookie)
        if (status !== 200) throw new Error(`/api/work: ${status}`)
        const items = listIn(body, 'items')
        found.push(...items)
        if (items.length < PAGE) return found
      }
    },
    case: async (id) => (CASE.test(id) ? platform.get(`/api/work/${id}`, cookie) : { status: 404, body: { error: 'not found' } }),
    act: (id, action, act, key) => platform.post(`/api/work/${id}/actions/${encodeURIComponent(action)}`, act, cookie, key),
  }
}
