/** The manifest: one schema is its type, its check and its text in the OpenAPI document. */
import { createPublicKey } from 'node:crypto'
import { canonicalHash } from '@dpg/definitions'
import { z } from 'zod'
import type { ListedService, Manifest, PublicJwk } from './contract.ts'

const MOST_SERVICES = 5_000

/** https; a developer's own machine too. Whoever is asked by us is held to more: `outbound.ts`. */
const address = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((text) => {
    const url = URL.parse(text)
    const isPlain = url !== null && url.hash === '' && url.username === '' && url.password === ''
    return isPlain && (url.protocol === 'https:' || isLoopback(url))
  }, 'https://… or http://localhost…, without #')
export const isLoopback = ({ hostname }: URL): boolean => hostname === 'localhost' || hostname === '127.0.0.1'

const words = (most: number) => z.string().trim().min(2).max(most)
const text = (most: number) => z.strictObject({ ko: words(most), en: words(most).optional() })
const name = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/)

const key = z
  .record(z.string(), z.unknown())
  .refine((one) => !('d' in one), 'a private key: make a new one and send its public half')
  .refine((one) => typeof one['kid'] === 'string' && /^[\w-]{1,40}$/.test(one['kid']), 'a `kid` of letters, digits, - and _')
  .refine((one) => one['kty'] === 'EC' && one['crv'] === 'P-256' && isKey(one), 'a public EC key on P-256 as JWK')

const claim = z.strictObject({
  claim: z
    .string()
    .regex(/^[a-z]\w*(\.\w+)?$/i)
    .max(80),
  why: words(300),
  isNeeded: z.boolean(),
})

const asked = z
  .strictObject({
    fact: z
      .string()
      .regex(/^[a-z]\w*\.\w+$/i)
      .max(80)
      .describe('Id of a fact that a register holds'),
    as: z.enum(['value', 'age', 'age-band', 'district']).describe('How much of it: the whole, or only what follows from it'),
    why: text(300).describe('What for; people read it before they agree'),
    law: words(100),
    isNeeded: z.boolean(),
  })
  .refine(({ fact, as }) => SOURCES[as] === undefined || SOURCES[as] === fact, 'this cannot be told of this fact')

/** What a smaller telling follows from. */
const SOURCES: Readonly<Record<string, string>> = {
  age: 'person.birthDate',
  'age-band': 'person.birthDate',
  district: 'person.eupmyeondong',
}

const manifest = z
  .strictObject({
    manifest: z.literal(1).describe('Version of this format'),
    id: name.describe('Stays the same for ever'),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    name: text(60),
    summary: text(300),
    operator: z.strictObject({ name: text(80), agency: z.string().max(20).nullable(), contact: words(200) }),
    homepage: address,
    isSensitive: z.boolean().describe('That somebody uses it tells something about them: its name never leaves the inbox'),
    keys: z.array(key).min(1).max(5).describe('P-256, each with its own `kid`; several while they change'),
    signOn: z.strictObject({
      redirectUris: z.array(address).min(1).max(10),
      logoutUris: z.array(address).max(10),
      backchannelLogoutUri: address.nullable(),
      assurance: z.enum(['low', 'substantial', 'high']),
      claims: z.array(claim).max(30),
    }),
    facts: z.strictObject({
      asks: z.array(asked).max(30),
      offers: z
        .strictObject({
          from: address,
          items: z
            .array(z.strictObject({ id: name, title: text(60) }))
            .min(1)
            .max(20),
        })
        .nullable(),
    }),
    notices: z
      .array(z.strictObject({ kind: name, title: text(60), subject: text(100), body: text(2000) }))
      .max(20)
      .describe('Letters it may send; it fills in {names} and writes nothing else'),
    catalogue: z.strictObject({ feed: address.nullable() }).nullable(),
    events: z.strictObject({ to: address, kinds: z.array(z.enum(['facts.changed', 'notice.opened'])).max(2) }).nullable(),
  })
  .superRefine((one, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    const { host } = URL.parse(one.homepage) ?? { host: '' }
    for (const [path, url] of addressesOf(one)) if (URL.parse(url)?.host !== host) issue(path, `on ${host} like its homepage`)
    const twice = (ids: readonly unknown[]) => new Set(ids).size < ids.length
    if (twice(one.keys.map(({ kid }) => kid))) issue(['keys'], 'each kid once')
    if (twice(one.facts.asks.map(({ fact }) => fact))) issue(['facts', 'asks'], 'each fact once')
    if (twice(one.notices.map(({ kind }) => kind))) issue(['notices'], 'each kind once')
    if (one.facts.offers && twice(one.facts.offers.items.map(({ id }) => id))) issue(['facts', 'offers'], 'each id once')
  })

export const manifestSchema: z.ZodType<Manifest, Manifest> = manifest as unknown as z.ZodType<Manifest, Manifest>

/** All it is reached at is one host: what a reviewer has looked at, and where no letter leads away from. */
function addressesOf({ signOn, facts, catalogue, events }: z.infer<typeof manifest>): [(string | number)[], string][] {
  return [
    ...signOn.redirectUris.map((uri, at): [(string | number)[], string] => [['signOn', 'redirectUris', at], uri]),
    ...(facts.offers ? [[['facts', 'offers', 'from'], facts.offers.from] as [string[], string]] : []),
    ...(catalogue?.feed ? [[['catalogue', 'feed'], catalogue.feed] as [string[], string]] : []),
    ...(events ? [[['events', 'to'], events.to] as [string[], string]] : []),
  ]
}

/** Lower-case hex. */
export const hashOf = (one: Manifest): string => canonicalHash(one)

function isKey(jwk: PublicJwk): boolean {
  try {
    createPublicKey({ key: jwk as never, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

const service = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,80}$/),
  title: text(120),
  summary: text(500),
  url: address,
  words: z.array(z.string().trim().min(1).max(60)).max(30).default([]),
})
/** What a platform lists, all at once. */
export const listingSchema = z.strictObject({ services: z.array(service).max(MOST_SERVICES) })

/** Each once, and each on the platform's own host. */
export const isOwnListing = (services: readonly ListedService[], { homepage }: Manifest): boolean =>
  new Set(services.map(({ id }) => id)).size === services.length &&
  services.every(({ url }) => URL.parse(url)?.host === URL.parse(homepage)?.host)
