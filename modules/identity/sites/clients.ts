/** A site as the provider knows it: read when asked for, remembered for a moment, never all of them. */
import type { Clock } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Adapter, ClientMetadata } from 'oidc-provider'
import { batch } from '../sign-on/batch.ts'
import { findSitesInUse, type SiteInUse } from './store-sites.ts'
import type { SiteConfig } from '../contract.ts'
import { isTestId, siteOfClient } from './site.ts'

const KEPT = 2000
/** What an official has ended, ends within this time in every process. */
const KEPT_MS = 5_000

export interface Clients {
  readonly adapter: Adapter
  forget(id: string): void
}

export function createClients(db: Query, clock: Pick<Clock, 'now'>): Clients {
  const kept = new Map<string, { readonly metadata: ClientMetadata | undefined; readonly until: number }>()
  const read = batch(async (wanted: readonly { readonly id: string; readonly isTest: boolean }[]) => {
    const found = await findSitesInUse(db, wanted)
    return wanted.map(({ id, isTest }) => found.find((site) => site.id === id && site.isTest === isTest))
  })
  const find = async (id: string) => {
    const now = clock.now().epochMilliseconds
    const known = kept.get(id)
    if (known && known.until > now) return known.metadata
    const site = id.length <= 60 ? await read({ id: siteOfClient(id), isTest: isTestId(id) }) : undefined
    const metadata = site && metadataOf(id, site)
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
    kept.delete(id)
    if (metadata) kept.set(id, { metadata, until: now + KEPT_MS })
    return metadata
  }
  const never = async () => undefined
  return {
    adapter: {
      find,
      upsert: never,
      findByUid: never,
      findByUserCode: never,
      consume: never,
      destroy: never,
      revokeByGrantId: never,
    },
    forget: (id) => void kept.delete(id),
  }
}

function metadataOf(id: string, { config, secretHash }: SiteInUse): ClientMetadata {
  return {
    ...common(id, config),
    ...(config.profile === 'fapi2'
      ? {
          token_endpoint_auth_method: 'private_key_jwt' as const,
          token_endpoint_auth_signing_alg: 'ES256' as const,
          require_pushed_authorization_requests: true,
          dpop_bound_access_tokens: true,
          jwks: { keys: config.keys as never },
        }
      : {
          token_endpoint_auth_method: 'client_secret_basic' as const,
          client_secret: secretHash ?? '',
        }),
  }
}

const common = (id: string, config: SiteConfig): ClientMetadata => ({
  client_id: id,
  client_name: config.name,
  client_uri: config.homepage,
  application_type: 'web',
  redirect_uris: config.redirectUris,
  post_logout_redirect_uris: config.logoutUris,
  response_types: ['code'],
  grant_types: ['authorization_code'],
  subject_type: 'pairwise',
  id_token_signed_response_alg: 'ES256',
  ...(config.backchannelLogoutUri
    ? { backchannel_logout_uri: config.backchannelLogoutUri, backchannel_logout_session_required: true }
    : {}),
  dpg_site: config,
})
