/**
 * What a site asks of a person waits with the person's browser, sealed: until they have shown who they are, nothing of it is kept here,
 * however many begin and never end. It goes out in the cookie of its page and comes back, with who they are, in the address at which
 * the provider goes on; there it counts only beside that browser's own cookie. Too long to travel, it is kept as a record.
 */
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { createSeal } from './seal.ts'

export interface Carried {
  /** The provider's storage for them, before the one that keeps records. */
  before(kept: Adapter): Adapter
  /** Of a request to the provider, before its answer leaves: puts what it asks into the cookie of its page. */
  send(request: ProviderRequest): Promise<void>
  /** The address at which the provider goes on; undefined: what it asks is too long to travel. */
  onward(interaction: Waiting): string | undefined
}

/** As koa has it, that far. */
export interface ProviderRequest {
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly response: { get(name: 'set-cookie'): string | readonly string[] | undefined }
  set(name: 'set-cookie', values: string[]): void
}
interface Waiting {
  readonly uid: string
  readonly returnTo: string
}
interface Begun {
  readonly uid: string
  readonly payload: AdapterPayload
  readonly expiresIn: number | undefined
  readonly kept: Adapter
}

export interface CarriedDeps {
  /** 32 bytes under which they are sealed. */
  readonly key: Uint8Array
  /** Name of the cookie of the page that asks. */
  readonly cookie: string
  /** The provider's request that is under way here. */
  readonly request: () => ProviderRequest | undefined
  /** What came with it without a way by the browser. */
  readonly handed: () => AdapterPayload | undefined
}

/** Between the name, which holds none, and what is sealed. */
const MARK = '~'
/** With the other headers of an answer in the four kilobytes that proxies allow them. */
const LONGEST = 1_800

export function createCarried({ key, cookie, request, handed }: CarriedDeps): Carried {
  const sealing = createSeal(key)
  const begun = new WeakMap<ProviderRequest, Begun>()
  const seal = (uid: string, payload: object): string | undefined => {
    const text = `${uid}${MARK}${sealing.seal(Buffer.from(uid), JSON.stringify(payload)).toString('base64url')}`
    return text.length > LONGEST ? undefined : text
  }
  const open = (text: unknown): AdapterPayload | undefined => {
    if (typeof text !== 'string') return undefined
    const at = text.indexOf(MARK)
    if (at < 0) return undefined
    try {
      const opened = sealing.open(Buffer.from(text.slice(0, at)), Buffer.from(text.slice(at + 1), 'base64url'))
      return JSON.parse(opened) as AdapterPayload
    } catch {
      // Not from here, or changed on its way.
      return undefined
    }
  }
  const back = new WeakMap<ProviderRequest, AdapterPayload | undefined>()
  /** Of the address that is asked, if it is this one. */
  const cameBack = (uid: string): AdapterPayload | undefined => {
    const asked = request()
    if (!asked) return undefined
    if (!back.has(asked)) back.set(asked, handed() ?? open(asked.query['request']))
    const found = back.get(asked)
    return found?.jti === uid ? found : undefined
  }
  return {
    before: (kept) => ({
      ...kept,
      upsert: async (uid, payload, expiresIn) => {
        const now = request()
        if (now) begun.set(now, { uid, payload: { ...payload }, expiresIn, kept })
        else await kept.upsert(uid, payload, expiresIn)
      },
      find: async (id) => open(id) ?? cameBack(id) ?? kept.find(id),
      destroy: async (id) => {
        if (!cameBack(id)) await kept.destroy(id)
      },
    }),
    send: async (asked) => {
      const found = begun.get(asked)
      if (!found) return
      const { uid, payload, expiresIn, kept } = found
      const plain = `${cookie}=${uid};`
      const cookies = [asked.response.get('set-cookie') ?? []].flat()
      const sealed = cookies.some((one) => one.startsWith(plain)) ? seal(uid, payload) : undefined
      if (sealed === undefined) return kept.upsert(uid, payload, expiresIn)
      asked.set(
        'set-cookie',
        cookies.map((one) => (one.startsWith(plain) ? `${cookie}=${sealed};${one.slice(plain.length)}` : one)),
      )
    },
    onward: (interaction) => {
      const sealed = seal(interaction.uid, interaction)
      return sealed && `${interaction.returnTo}?request=${sealed}`
    },
  }
}
