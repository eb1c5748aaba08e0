/** SQL of platforms, their manifests and the services they list. */
import type { SiteId } from '@dpg/identity/contract'
import type { Query } from '@dpg/kernel/server'
import type { FoundService, ListedService, Manifest, ManifestVersion, Plugin } from './contract.ts'

interface PlatformRow extends Pick<Plugin, 'id' | 'state' | 'reason'> {
  readonly site: SiteId
  readonly testSite: string
  readonly changedAt: string
  readonly latest: VersionRow
  readonly known: VersionRow | null
}
interface VersionRow extends ManifestVersion {
  readonly submittedBy: string
}

const VERSION = (of: string) => `jsonb_build_object('number', ${of}.number, 'manifest', ${of}.manifest, 'hash', ${of}.hash,
  'state', ${of}.state, 'submittedAt', ${of}.submitted_at, 'submittedBy', ${of}.submitted_by, 'decidedAt', ${of}.decided_at, 'reason', ${of}.reason)`
const PLATFORM = `select p.id, p.state, p.site, p.test_site as "testSite", p.reason, p.changed_at as "changedAt", ${VERSION('l')} as latest,
    case when k.number is null then null else ${VERSION('k')} end as known
  from plugins.platforms p
  join lateral (select * from plugins.manifests where plugin = p.id order by number desc limit 1) l on true
  left join lateral (select * from plugins.manifests where plugin = p.id and state in ('in-force', 'replaced')
    order by number desc limit 1) k on true`

const instant = (at: string) => new Date(at).toISOString()
const versionOf = ({ submittedBy: _, ...row }: VersionRow): ManifestVersion => ({
  ...row,
  submittedAt: instant(row.submittedAt),
  decidedAt: row.decidedAt && instant(row.decidedAt),
})
const pluginOf = ({ latest, known, ...row }: PlatformRow): Plugin => ({
  ...row,
  changedAt: instant(row.changedAt),
  latest: versionOf(latest),
  known: known && versionOf(known),
  inForce: known && row.state === 'plugged' ? versionOf(known) : null,
})

export async function findPlugin(on: Query, id: string): Promise<Plugin | undefined> {
  const [row] = await on.query<PlatformRow>(`${PLATFORM} where p.id = $1`, [id])
  return row && pluginOf(row)
}

export const listPlugged = async (on: Query): Promise<Plugin[]> =>
  (await on.query<PlatformRow>(`${PLATFORM} where p.state = 'plugged' order by p.id limit 1000`)).map(pluginOf)

export const listOwned = async (on: Query, owner: string): Promise<Plugin[]> =>
  (await on.query<PlatformRow>(`${PLATFORM} where p.owner = $1 order by p.id limit 200`, [owner])).map(pluginOf)

export const listWaiting = async (on: Query): Promise<Plugin[]> =>
  (await on.query<PlatformRow>(`${PLATFORM} where l.state = 'waiting' order by l.submitted_at limit 200`)).map(pluginOf)

/** Who handed it in first, and who handed in the newest manifest. */
export async function findOwner(on: Query, id: string): Promise<{ owner: string; submitter: string } | undefined> {
  const [row] = await on.query<{ owner: string; submitter: string }>(
    `select p.owner, m.submitted_by as submitter from plugins.platforms p join plugins.manifests m on m.plugin = p.id
     where p.id = $1 order by m.number desc limit 1`,
    [id],
  )
  return row
}

/** False: somebody has that id. */
export async function insertPlatform(
  on: Query,
  { id, owner, site, testSite, at }: { id: string; owner: string; site: string; testSite: string; at: string },
): Promise<boolean> {
  const rows = await on.query(
    `insert into plugins.platforms (id, owner, site, test_site, state, changed_at) values ($1, $2, $3, $4, 'new', $5)
     on conflict (id) do nothing returning id`,
    [id, owner, site, testSite, at],
  )
  return rows.length > 0
}

/** Held until the transaction ends: of two who change it at once the second sees what the first did. */
export const lockPlatform = (on: Query, id: string) => on.query('select id from plugins.platforms where id = $1 for update', [id])

/** A manifest that still waited is waiting no longer: only the newest is decided on. */
export async function insertManifest(
  on: Query,
  row: { plugin: string; hash: string; manifest: Manifest; by: string; at: string },
): Promise<void> {
  const { plugin, hash, manifest, by, at } = row
  await on.query(`update plugins.manifests set state = 'refused', decided_at = $2 where plugin = $1 and state = 'waiting'`, [
    plugin,
    at,
  ])
  await on.query(
    `insert into plugins.manifests (plugin, number, hash, manifest, state, submitted_by, submitted_at)
     select $1, coalesce(max(number), 0) + 1, $2, $3, 'waiting', $4, $5 from plugins.manifests where plugin = $1`,
    [plugin, hash, manifest, by, at],
  )
}

/** False: it is not this one that waits. */
export async function decideManifest(
  on: Query,
  { plugin, hash, allow, by, at, reason }: Decision,
): Promise<{ readonly number: number } | undefined> {
  if (allow) await retire(on, plugin)
  const [row] = await on.query<{ number: number }>(
    `update plugins.manifests set state = $3, decided_by = $4, decided_at = $5, reason = $6
     where plugin = $1 and hash = $2 and state = 'waiting' returning number`,
    [plugin, hash, allow ? 'in-force' : 'refused', by, at, reason],
  )
  return row
}
interface Decision {
  readonly plugin: string
  readonly hash: string
  readonly allow: boolean
  readonly by: string
  readonly at: string
  readonly reason: string | null
}

export const retire = (on: Query, plugin: string) =>
  on.query(`update plugins.manifests set state = 'replaced' where plugin = $1 and state = 'in-force'`, [plugin])

export const setState = (on: Query, id: string, state: Plugin['state'], reason: string | null, at: string) =>
  on.query('update plugins.platforms set state = $2, reason = $3, changed_at = $4 where id = $1', [id, state, reason, at])

/** All that it lists is what was sent last. */
export async function replaceServices(on: Query, plugin: string, services: readonly ListedService[]): Promise<void> {
  await on.query('delete from plugins.services where plugin = $1', [plugin])
  const rows = services.map((item, position) => ({ position, id: item.id, item, words: wordsOf(item) }))
  await on.query(
    `insert into plugins.services (plugin, position, id, item, words)
     select $1, position, id, item, words from jsonb_to_recordset($2::jsonb) as r(position integer, id text, item jsonb, words text)`,
    [plugin, JSON.stringify(rows)],
  )
}

const wordsOf = ({ title, summary, words }: ListedService): string =>
  [title.ko, title.en, ...words, summary.ko, summary.en].filter(Boolean).join('\n').normalize('NFC').toLowerCase()

interface ServiceRow {
  readonly item: ListedService
  readonly plugin: string
  readonly manifest: Manifest
}
const SERVICE = `select s.item, s.plugin, m.manifest from plugins.services s
  join plugins.platforms p on p.id = s.plugin and p.state = 'plugged'
  join plugins.manifests m on m.plugin = s.plugin and m.state = 'in-force'`
const serviceOf = ({ item, plugin, manifest }: ServiceRow): FoundService => ({
  ...item,
  plugin,
  pluginName: manifest.name,
  operator: manifest.operator.name,
})

export const listServices = async (on: Query, plugin: string): Promise<FoundService[]> =>
  (await on.query<ServiceRow>(`${SERVICE} where s.plugin = $1 order by s.position limit 5000`, [plugin])).map(serviceOf)

/** Those that hold every word; those that hold the first one in the title first. */
export const searchServices = async (on: Query, words: readonly string[], limit: number): Promise<FoundService[]> =>
  (
    await on.query<ServiceRow>(
      `${SERVICE} where (select bool_and(strpos(s.words, w) > 0) from unnest($1::text[]) w)
       order by (strpos(lower(s.item->'title'->>'ko'), ($1::text[])[1]) = 0), s.plugin, s.position limit $2`,
      [words, limit],
    )
  ).map(serviceOf)
