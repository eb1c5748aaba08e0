/** A site as its form posts it, and back: lists are lines, claims are rows. */
import type { SiteClaim, SiteConfig } from '@dpg/identity/contract'
import { z } from 'zod'

export const ROWS = 8

const text = (most: number) => z.string().max(most).default('')
const row = (index: number) => [
  [`claim-${index}`, text(80)],
  [`why-${index}`, text(300)],
  [`needed-${index}`, text(10)],
]
const rows = Object.fromEntries(Array.from({ length: ROWS }, (_, index) => row(index)).flat()) as Record<
  string,
  z.ZodDefault<z.ZodString>
>

export const siteForm = z.object({
  name: text(200),
  operator: text(200),
  homepage: text(600),
  redirectUris: text(6000),
  logoutUris: text(6000),
  backchannelLogoutUri: text(600),
  assurance: z.enum(['low', 'substantial', 'high']).catch('substantial'),
  profile: z.enum(['plain', 'fapi2']).catch('plain'),
  keys: text(20_000),
  ...rows,
})
export type SiteFields = z.infer<typeof siteForm> & Readonly<Record<string, unknown>>

const lines = (field: string) => field.split(/\s+/).filter((line) => line !== '')

/** What the module checks; it says by field what is wrong. */
export function readSite(fields: SiteFields): SiteConfig {
  const at = (name: string) => String(fields[name] ?? '').trim()
  const claims = Array.from({ length: ROWS }, (_, index): SiteClaim[] =>
    at(`claim-${index}`) === ''
      ? []
      : [{ claim: at(`claim-${index}`), why: at(`why-${index}`), isNeeded: at(`needed-${index}`) === 'yes' }],
  ).flat()
  return {
    name: fields.name.trim(),
    operator: fields.operator.trim(),
    agency: null,
    homepage: fields.homepage.trim(),
    redirectUris: lines(fields.redirectUris),
    logoutUris: lines(fields.logoutUris),
    backchannelLogoutUri: fields.backchannelLogoutUri.trim() || null,
    assurance: fields.assurance,
    profile: fields.profile,
    keys: fields.profile === 'fapi2' ? readKeys(fields.keys) : [],
    claims,
  }
}

/** One JWK, a list of them, or a JWKS; anything else is no key. */
function readKeys(field: string): Record<string, unknown>[] {
  try {
    const given = JSON.parse(field) as object
    return [!Array.isArray(given) && 'keys' in given ? given.keys : given].flat() as Record<string, unknown>[]
  } catch {
    return []
  }
}

/** For the form again. */
export function fieldsOf(site: SiteConfig): SiteFields {
  const claims = site.claims.flatMap(({ claim, why, isNeeded }, index) => [
    [`claim-${index}`, claim],
    [`why-${index}`, why],
    [`needed-${index}`, isNeeded ? 'yes' : ''],
  ])
  return {
    name: site.name,
    operator: site.operator,
    homepage: site.homepage,
    redirectUris: site.redirectUris.join('\n'),
    logoutUris: site.logoutUris.join('\n'),
    backchannelLogoutUri: site.backchannelLogoutUri ?? '',
    assurance: site.assurance,
    profile: site.profile,
    keys: site.keys.length > 0 ? JSON.stringify({ keys: site.keys }, null, 2) : '',
    ...Object.fromEntries(claims),
  } as SiteFields
}
