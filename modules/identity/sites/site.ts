/** What a relying site is: how it is reached, what it wants to know and why, how sure it must be. */
import { z } from 'zod'
import type { SiteConfig, SiteId } from '../contract.ts'
import { LEVELS } from '../sign-on/levels.ts'

export const SITE_STATES = ['testing', 'waiting', 'allowed', 'refused', 'ended'] as const
export type SiteState = (typeof SITE_STATES)[number]

/** https, or a developer's own machine. */
const address = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && url.hash === '' && url.username === '' && (url.protocol === 'https:' || isLoopback(url.hostname))
  }, 'https://… or http://localhost…, without #')
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '127.0.0.1' || host === '[::1]'

const claim = z.strictObject({
  claim: z
    .string()
    .regex(/^[a-z]\w*(\.\w+)?$/i)
    .max(80)
    .describe('`name`, `birthdate`, … or the id of a fact'),
  why: z.string().trim().min(2).max(300).describe('What it is for; people read it when they are asked'),
  isNeeded: z.boolean().describe('Nobody can use the site without it'),
})

export const siteConfigSchema: z.ZodType<SiteConfig, SiteConfig> = z
  .strictObject({
    name: z.string().trim().min(1).max(80).describe('As people read it'),
    operator: z.string().trim().min(1).max(80).describe('Who runs it'),
    agency: z.string().max(20).nullable().describe('Code of the agency that runs it; null: none does'),
    homepage: address.describe('Its first page'),
    redirectUris: z.array(address).min(1).max(10).describe('Where people come back to, exactly'),
    logoutUris: z.array(address).max(10).describe('Where people may come back to after signing out'),
    backchannelLogoutUri: address
      .nullable()
      .describe('Told when a person signs out elsewhere (OpenID Connect Back-Channel Logout)'),
    assurance: z.enum(LEVELS).describe('How sure it must be of a person'),
    profile: z.enum(['plain', 'fapi2']).describe('plain: secret and PKCE. fapi2: signed client, pushed requests, DPoP'),
    keys: z.array(z.record(z.string(), z.unknown())).max(10).describe('Public keys (JWK, ES256) of a fapi2 site'),
    claims: z.array(claim).max(30),
  })
  .superRefine((site, context) => {
    const hosts = new Set(site.redirectUris.map((uri) => URL.parse(uri)?.host))
    if (hosts.size > 1) context.addIssue({ code: 'custom', path: ['redirectUris'], message: 'one host a site' })
    if (site.profile === 'fapi2' && !site.keys.some(isPublicKey))
      context.addIssue({ code: 'custom', path: ['keys'], message: 'a public EC key (P-256) as JWK' })
    if (site.keys.some((key) => 'd' in key || 'k' in key))
      context.addIssue({ code: 'custom', path: ['keys'], message: 'a private key; make a new one and send its public half' })
  })

const isPublicKey = ({ kty, crv, x, y }: Readonly<Record<string, unknown>>) =>
  kty === 'EC' && crv === 'P-256' && typeof x === 'string' && typeof y === 'string'

/** A site has a twin for test people, which works at once. */
const TEST = 'test-'
export const testIdOf = (id: SiteId): string => TEST + id
export const isTestId = (client: string): boolean => client.startsWith(TEST)
export const siteOfClient = (client: string): SiteId => (isTestId(client) ? client.slice(TEST.length) : client) as SiteId
