/**
 * Codes and access tokens travel with the site that is given them, sealed: nothing of them is kept here but that a code was used. What
 * they hang on is kept: a token counts while its grant and its session do, a code counts once while they do. Too long to travel, they
 * are kept as records.
 */
import type { Adapter, AdapterPayload, Provider } from 'oidc-provider'
import type { Records } from './adapter.ts'
import { createSeal } from './seal.ts'

/** Behind an address, or in a header, with room to spare (RFC 9110 §4.1 asks for 8,000 octets, servers take 4,096 at least). */
const LONGEST = 1_800
/** What the provider makes up by itself is shorter. */
const SHORTEST = 100

export type Travels = 'AuthorizationCode' | 'AccessToken'
export const travels = (model: string): model is Travels => model === 'AuthorizationCode' || model === 'AccessToken'

export interface Given {
  /** The provider's storage for them, before the one that keeps records. */
  before(model: Travels, records: Records): Adapter
  /** From now on this provider seals what it gives. */
  sealFor(provider: Provider): void
}

/** As the library's models have it: without a payload nothing is stored. */
interface Savable {
  getValueAndPayload(): Promise<{ readonly value: string; readonly payload?: AdapterPayload }>
}

/** What a code says of the grant it hangs on, for the provider to read there: what both say is said once. */
const SAID = ['openid', 'rejected', 'iat', 'exp'] as const

/** `key`: 32 bytes under which they are sealed; `grant`: the one of the provider's request that is under way. */
export function createGiven(
  key: Uint8Array,
  grant: () => Readonly<Partial<Record<(typeof SAID)[number], unknown>>> | undefined,
): Given {
  const sealing = createSeal(key)
  const seal = (model: Travels, payload: AdapterPayload): string => {
    const grantOf = model === 'AuthorizationCode' ? grant() : undefined
    const said = grantOf && Object.fromEntries(SAID.map((name) => [name, grantOf[name]]))
    return sealing.seal(Buffer.from(model), JSON.stringify([payload, said])).toString('base64url')
  }
  const open = (model: Travels, value: string): readonly [AdapterPayload, AdapterPayload | null] | undefined => {
    try {
      return JSON.parse(sealing.open(Buffer.from(model), Buffer.from(value, 'base64url'))) as [
        AdapterPayload,
        AdapterPayload | null,
      ]
    } catch {
      // Not from here, or changed on its way.
      return undefined
    }
  }
  return {
    before: (model, records) => {
      const kept = records.adapter(model)
      return {
        ...kept,
        find: async (value) => {
          if (value.length < SHORTEST) return kept.find(value)
          const [payload, said] = open(model, value) ?? []
          if (payload && said) records.trust(payload, said)
          else if (payload) await records.readAhead(payload)
          return payload
        },
      }
    },
    sealFor: ({ AuthorizationCode, AccessToken }) => {
      for (const [model, { prototype }] of Object.entries({ AuthorizationCode, AccessToken })) {
        const own = prototype as unknown as Savable
        const plain = own.getValueAndPayload
        own.getValueAndPayload = async function (this: Savable) {
          const { value, payload } = await plain.call(this)
          const sealed = payload && seal(model as Travels, payload)
          return sealed === undefined || sealed.length > LONGEST ? { value, ...(payload ? { payload } : {}) } : { value: sealed }
        }
      }
    },
  }
}
