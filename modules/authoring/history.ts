/** The services that are worked out, and every version each has had: who, when, why, and what it changed. */
import { serviceNotFound, type VersionId } from '@dpg/catalogue/contract'
import type { ServiceDefinition } from '@dpg/definitions'
import type { Lang, Principal } from '@dpg/kernel'
import type { ServiceLine, ServiceVersion } from './contract.ts'
import type { Inside } from './deps.ts'
import { diffOf } from './diff.ts'
import { servicePath } from './form/files.ts'
import { folderOf, headOf } from './open.ts'
import { overFolderOf } from './over-folder.ts'
import { comingRules } from './scheduled.ts'
import { countOpen, listPublications, type PublicationRow } from './store.ts'
import { nameOf } from './view.ts'
import { mayTouch, readerOf } from './who.ts'

/** Older ones are in the catalogue's tables. */
const SHOWN = 30

export async function services(deps: Inside, principal: Principal, lang: Lang): Promise<readonly ServiceLine[]> {
  readerOf(principal)
  const [open, published] = await Promise.all([countOpen(deps.db), listPublications(deps.db)])
  const { pack } = deps.catalogue.current()
  return Promise.all([...pack.services.values()].map((service) => lineOf(deps, principal, service, published, open, lang)))
}

async function lineOf(
  deps: Inside,
  principal: Principal,
  service: ServiceDefinition,
  published: readonly PublicationRow[],
  open: readonly { readonly service: string; readonly n: number }[],
  lang: Lang,
): Promise<ServiceLine> {
  const [newest] = await deps.catalogue.history('service', service.id)
  const by = published.find((row) => row.version === newest?.version)
  return {
    id: service.id,
    title: lang === 'en' ? (service.title.en ?? service.title.ko) : service.title.ko,
    version: service.version,
    status: service.status,
    publishedAt: newest?.publishedAt ?? null,
    publishedBy: by ? await nameOf(deps, by.author) : null,
    criteria: service.eligibility.criteria.length,
    cases: service.cases.length,
    openDrafts: open.find((row) => row.service === service.id)?.n ?? 0,
    isOurs: mayTouch(principal, service.id, deps),
  }
}

export async function history(deps: Inside, principal: Principal, id: string, lang: Lang) {
  readerOf(principal)
  const snapshot = deps.catalogue.current()
  const service = snapshot.pack.services.get(id)
  if (!service) throw serviceNotFound({ service: id.slice(0, 80) })
  const files = await deps.publishing.sources(['services/'])
  const slug = folderOf(id, files)
  const [all, published, open, texts, coming, overFolder] = await Promise.all([
    deps.catalogue.history('service', id),
    listPublications(deps.db, id),
    countOpen(deps.db),
    restorable(deps, slug),
    comingRules(deps, id),
    slug === undefined ? null : overFolderOf(deps, slug, files, lang),
  ])
  const kept = all.slice(0, SHOWN)
  const definitions = await Promise.all(kept.map(({ version }) => deps.catalogue.pinned(id, version)))
  const now = snapshot.versionOf('service', id)
  const versions = await Promise.all(
    kept.map(async ({ version, publishedAt }, i): Promise<ServiceVersion> => {
      const definition = definitions[i]!
      const row = published.find((one) => one.version === version)
      const older = definitions[i + 1]
      const log = definition.changeLog.find((entry) => entry.version === definition.version)
      return {
        version,
        number: definition.version,
        publishedAt,
        author: row ? await nameOf(deps, row.author) : null,
        approver: row ? await nameOf(deps, row.approver) : null,
        reason: row?.reason ?? null,
        says: log ? (lang === 'en' ? (log.says.en ?? log.says.ko) : log.says.ko) : null,
        diff: row
          ? diffOf(row.before, row.after, lang)
          : older
            ? diffOf({ service: older, parameters: [] }, { service: definition, parameters: [] }, lang)
            : [],
        effect: row?.effect ?? null,
        isInForce: version === now,
        canRestore: version !== now && texts.has(definition.version),
      }
    }),
  )
  return { service: await lineOf(deps, principal, service, published, open, lang), versions, coming, overFolder }
}

/** Numbers of the versions whose text is kept. */
async function restorable(deps: Inside, slug: string | undefined): Promise<ReadonlySet<string>> {
  if (slug === undefined) return new Set()
  const texts = await deps.publishing.fileVersions(servicePath(slug))
  return new Set(texts.map(({ text }) => headOf(text, 'version') ?? ''))
}

export type { VersionId }
