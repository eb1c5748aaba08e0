/** For tests only: a catalogue in memory that keeps what the real one promises: every gate, versions by content, one publisher at a time. */
import { createHash } from 'node:crypto'
import {
  type Announced,
  type Catalogue,
  definitionsBroken,
  filesMoved,
  type Published,
  type Publishing,
  type ReleaseId,
  type Snapshot,
  type SourceFile,
  type VersionId,
} from '@dpg/catalogue/contract'
import { canonicalHash, checkPack, type Pack, rulesOf, type ServiceDefinition, serviceIds, serviceOf } from '@dpg/definitions'
import { createTurns } from '@dpg/kernel'
import type { Db } from '@dpg/kernel/server'

interface Publication {
  readonly files: readonly SourceFile[]
  readonly pack: Pack
}

export function createCatalogue(db: Db, first: readonly SourceFile[]) {
  const publications: Publication[] = [{ files: first, pack: check(first) }]
  const last = () => publications.at(-1)!
  const inTurn = createTurns()
  let snapshot = snapshotOf(last())

  const amend: Publishing['amend'] = async ({ files, together }) => {
    const now = new Map(last().files.map(({ path, text }) => [path, text]))
    const moved = files.find(({ path, was }) => was !== markOf(now.get(path)))
    if (moved) throw filesMoved({ path: moved.path })
    const merged = [...new Map([...now, ...files.map(({ path, text }) => [path, text] as const)])].map(([path, text]) => ({
      path,
      text,
    }))
    const next = { files: merged, pack: check(merged) }
    const published: Published = { release: releaseOf(next), isNew: true, changedServices: [] }
    await db.transaction(async (tx) => together?.(tx, published))
    publications.push(next)
    snapshot = snapshotOf(next)
    return published
  }
  const announced = new Map<string, Announced>()
  const publishing: Publishing = {
    announce: async (_tx, one) => void announced.set(one.id, one),
    retract: async (_tx, id) => void announced.delete(id),
    sources: async (prefixes = ['']) => last().files.filter(({ path }) => prefixes.some((prefix) => path.startsWith(prefix))),
    overFolder: async (prefixes = ['']) =>
      last().files.flatMap(({ path, text: published }) => {
        const folder = first.find((file) => file.path === path)?.text ?? null
        return folder !== published && prefixes.some((prefix) => path.startsWith(prefix)) ? [{ path, published, folder }] : []
      }),
    fileVersions: async (path) => {
      const all = publications.map(({ files }, i) => ({
        text: files.find((file) => file.path === path)?.text,
        publication: i + 1,
      }))
      const firsts = all.filter(({ text }, i) => text !== undefined && all.findIndex((one) => one.text === text) === i)
      return firsts.map(({ text, publication }) => ({ text: text!, publication, publishedAt: AT })).reverse()
    },
    amend: (amendment) => inTurn(() => amend(amendment)),
  }
  const versionsOf = (id: string): ServiceDefinition[] =>
    publications
      .flatMap(({ pack }) => pack.services.get(id) ?? [])
      .filter((one, i, all) => i === 0 || hashOf(one) !== hashOf(all[i - 1]!))
  const catalogue = {
    current: () => snapshot,
    announced: () => [...announced.values()],
    history: async (_kind: string, id: string) =>
      versionsOf(id)
        .reverse()
        .map((one) => ({ version: hashOf(one), publishedAt: AT })),
    pinned: async (id: string, version: VersionId) => versionsOf(id).find((one) => hashOf(one) === version)!,
  } as Pick<Catalogue, 'current' | 'announced' | 'history' | 'pinned'> as Catalogue
  return { catalogue, publishing }
}

const AT = '2026-11-25T00:00:00Z'
const hashOf = (service: ServiceDefinition): VersionId => `sha256:${canonicalHash(service)}` as VersionId
const markOf = (text: string | undefined) => (text === undefined ? null : createHash('sha256').update(text).digest('hex'))
const releaseOf = ({ files }: Publication): ReleaseId =>
  `sha256:${createHash('sha256').update(JSON.stringify(files)).digest('hex')}` as ReleaseId

function check(files: readonly SourceFile[]): Pack {
  const { pack, findings } = checkPack(files)
  const errors = findings.filter(({ level }) => level === 'error')
  if (errors.length > 0) throw definitionsBroken({ count: errors.length, first: `${errors[0]!.file}: ${errors[0]!.message.en}` })
  return pack
}

const snapshotOf = (publication: Publication): Snapshot => {
  const { pack } = publication
  return {
    release: releaseOf(publication),
    pack,
    get rules() {
      return rulesOf(pack)
    },
    service: (id) => serviceOf(id, pack),
    serviceIds: serviceIds(pack),
    versionOf: (_kind, id) => {
      const service = pack.services.get(id)
      return service && hashOf(service)
    },
  }
}
