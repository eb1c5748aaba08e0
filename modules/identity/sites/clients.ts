/** A site as the provider knows it: read when it is asked for, remembered until it changes, never all of them at once. */
import type { Clock } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Adapter, ClientMetadata } from 'oidc-provider'
import { batch } from '../sign-on/batch.ts'
import { findChangedSites, findSitesInUse, type SiteInUse } from './store-sites.ts'
import type { SiteConfig, SiteId } from '../contract.ts'
import { isTestId, siteOfClient, testIdOf } from './site.ts'

const KEPT = 20_000
/** What an official has ended, ends within this time in every process. */
const LOOK_MS = 1_000

export interface Clients {
  readonly adapter: Adapter
  forget(id: string): void
}

export function createClients(db: Query, clock: Pick<Clock, 'now'>): Clients {
  const kept = new Map<string, ClientMetadata>()
  // Whether something may have changed while a site was read.
  let changes = 0
  const forget = (id: string) => {
    changes++
    kept.delete(id)
  }
  const isSeen = createLook(db, clock, (id) => {
    forget(id)
    forget(testIdOf(id))
  })
  const read = batch(async (wanted: readonly { readonly id: string; readonly isTest: boolean }[]) => {
    const found = await findSitesInUse(db, wanted)
    return wanted.map(({ id, isTest }) => found.find((site) => site.id === id && site.isTest === isTest))
  })
  const find = async (id: string) => {
    await isSeen()
    const known = kept.get(id)
    if (known || id.length > 60) return known
    const before = changes
    const site = await read({ id: siteOfClient(id), isTest: isTestId(id) })
    const metadata = site && metadataOf(id, site)
    if (!metadata || before !== changes) return metadata
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
    kept.set(id, metadata)
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
    forget,
  }
}

/** Resolves once `changed` was told of every site that changed until a second ago, in whatever process. */
function createLook(db: Query, clock: Pick<Clock, 'now'>, changed: (id: SiteId) => void): () => Promise<void> | undefined {
  let [since, until]: [string | undefined, number] = [undefined, Number.NEGATIVE_INFINITY]
  let looking: Promise<void> | undefined
  const look = async (now: number) => {
    const { moment, ids } = await findChangedSites(db, since)
    for (const id of ids) changed(id)
    ;[since, until] = [moment, now + LOOK_MS]
  }
  return () => {
    const now = clock.now().epochMilliseconds
    if (until > now) return undefined
    looking ??= look(now).finally(() => {
      looking = undefined
    })
    return looking
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
