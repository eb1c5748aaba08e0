/** A draft begins: from what is in force, from an old version, or from an entry of the catalogue. */
import type { VersionId } from '@dpg/catalogue/contract'
import { serviceNotFound } from '@dpg/catalogue/contract'
import type { Principal } from '@dpg/kernel'
import { type RuleDraftId, type RuleFile, unknownPart } from './contract.ts'
import type { Inside } from './deps.ts'
import { once } from './once.ts'
import { casesPath, documentsOf, servicePath } from './form/files.ts'
import { entryFiles, slugOf } from './entry.ts'
import { addEvent, insertDraft } from './store.ts'
import { authorOf, demandOwn } from './who.ts'

export interface Open {
  readonly key: string
  readonly service: string
  readonly version?: VersionId
}

export async function open(deps: Inside, principal: Principal, { key, service, version }: Open): Promise<RuleDraftId> {
  const author = authorOf(principal)
  const snapshot = deps.catalogue.current()
  const definition = snapshot.service(service)
  if (!definition) throw serviceNotFound({ service })
  demandOwn(principal, service, deps)
  const all = await deps.publishing.sources(['services/'])
  const slug = folderOf(service, all)
  const base = slug === undefined ? [] : filesIn(slug, all)
  const old = version !== undefined && slug !== undefined ? await filesOfVersion(deps, slug, base, service, version) : undefined
  // Who is going to write will want to know what it does; people who are not there yet take a minute to make.
  void deps.policy.prepare().catch(() => {})
  const begun =
    slug === undefined ? entryFiles(definition, snapshot.pack, deps.today()) : withNextVersion(slug, old ?? base, base)
  return once(deps, author, key, `open ${service} ${version ?? ''}`, async (tx, at) => {
    const id = deps.newId<RuleDraftId>('rule')
    await insertDraft(
      tx,
      {
        id,
        service,
        slug: slug ?? slugOf(service),
        title: { ko: definition.title.ko, en: definition.title.en ?? definition.title.ko },
        author,
        files: begun,
        base,
      },
      at,
    )
    await addEvent(tx, id, { at, by: author, what: 'opened', reason: version ?? null })
    return id
  })
}

/** The folder of a worked-out service. */
export const folderOf = (service: string, files: readonly RuleFile[]): string | undefined =>
  files.find(({ path, text }) => path.endsWith('/service.yaml') && headOf(text, 'id') === service)?.path.split('/')[1]

/** A field of the first level, read without the rest of a long file. */
export const headOf = (text: string, field: 'id' | 'version'): string | undefined =>
  new RegExp(`^${field}:\\s*['"]?([^'"\\s#]+)`, 'm').exec(text)?.[1]

/** The files that a draft writes; notices and the readme stay as they are. */
export const filesIn = (slug: string, files: readonly RuleFile[]): RuleFile[] =>
  files.filter(({ path }) => path === servicePath(slug) || path === casesPath(slug)).map(({ path, text }) => ({ path, text }))

/** 1.4.2 becomes 1.5.0; the day from which it counts, and what is said of the change, are the author's. */
function withNextVersion(slug: string, files: readonly RuleFile[], base: readonly RuleFile[]): RuleFile[] {
  const docs = documentsOf(slug, files)
  const now = documentsOf(slug, base)
  if (!docs) return [...files]
  const [major = '1', minor = '0'] = String((now ?? docs).service.get('version') ?? '1.0.0').split('.')
  docs.service.set('version', `${major}.${Number(minor) + 1}.0`)
  if (now) docs.service.set('changeLog', now.service.get('changeLog'))
  return files.map((file) =>
    file.path === servicePath(slug) ? { ...file, text: docs.service.toString({ lineWidth: 0 }) } : file,
  )
}

/** The text that a version was published from. */
async function filesOfVersion(
  deps: Inside,
  slug: string,
  base: readonly RuleFile[],
  service: string,
  version: VersionId,
): Promise<RuleFile[]> {
  const pinned = await deps.catalogue.pinned(service, version)
  const versions = await deps.publishing.fileVersions(servicePath(slug))
  const found = versions.find(({ text }) => headOf(text, 'version') === pinned.version)
  if (!found) throw unknownPart({ part: version })
  const cases = (await deps.publishing.fileVersions(casesPath(slug))).find(({ publication }) => publication <= found.publication)
  return base.map((file) => {
    if (file.path === servicePath(slug)) return { ...file, text: found.text }
    return cases ? { ...file, text: cases.text } : file
  })
}
