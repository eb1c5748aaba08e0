/** The catalogue: what exists. Published versions in the database, the release in force in memory, search over it. */
import type { Clock } from '@dpg/kernel'
import { consumer, type Db, type Log, type ModuleInfo, type Parts } from '@dpg/kernel/server'
import { amend } from './amend.ts'
import {
  type Catalogue,
  type DefinitionKind,
  definitionsPublished,
  type Published,
  type Publishing,
  rulesAnnounced,
  textsImported,
} from './contract.ts'
import { fullText } from './full-text.ts'
import { definitionRoutes } from './http-definitions.ts'
import { routes } from './http.ts'
import { type ImportOptions, importGov24 } from './import/import-gov24.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { createPinned } from './pinned.ts'
import { stepOf } from './step.ts'
import { type PackFile, publishPack } from './publish.ts'
import { createState } from './state.ts'
import { listVersions } from './store.ts'
import { dropAnnounced, keepAnnounced } from './store-announced.ts'
import { fileVersions, readFiles, readOverFolder } from './store-files.ts'
import { versionId } from './version.ts'

export type { PackFile } from './publish.ts'
export type { ImportOptions } from './import/import-gov24.ts'

export const catalogue: ModuleInfo = {
  migrations: { module: 'catalogue', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

export interface CatalogueDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  /** Where the site is reached, known once it serves: addresses in exports begin with it. */
  readonly baseUrl: () => string
}

/** What the server and the command line do with the module beside its contract. */
export interface CatalogueDoor {
  readonly catalogue: Catalogue
  readonly parts: Parts
  readonly publishing: Publishing
  /** Publishes a pack and puts it in force. Cheap when these files are in force already. Throws `catalogue/definitions-broken`. */
  publishPack(files: readonly PackFile[]): Promise<Published>
  /** Takes into memory what is in force. Call once at start; the catalogue answers afterwards. */
  load(): Promise<void>
  /** Builds the search index, so that the first search need not wait for it: call when the server is ready. */
  warm(): void
  importGov24(options: ImportOptions): ReturnType<typeof importGov24>
}

export function createCatalogue(deps: CatalogueDeps): CatalogueDoor {
  const state = createState(deps.db)
  const history = async (kind: DefinitionKind, id: string) =>
    (await listVersions(deps.db, kind, id)).map(({ hash, publishedAt }) => ({ version: versionId(hash), publishedAt }))

  const catalogue: Catalogue = {
    current: () => state.held().snapshot,
    announced: state.announced,
    pinned: createPinned(deps.db, () => state.held().snapshot),
    search: (query, lang) => state.held().search.search(query, lang),
    synonyms: () => state.held().words.synonyms,
    step: (release, service) => stepOf(deps.db, release, service),
    fullText: (service) => state.held().texts.get(service, () => fullText(deps.db, service)),
    history,
  }
  const told = ({ release, isNew, changedServices }: Published) =>
    deps.log.info('catalogue.in-force', { release, isNew, changed: changedServices.length })
  const publishing: Publishing = {
    announce: async (tx, announced) => {
      await keepAnnounced(tx, announced)
      await tx.publish(rulesAnnounced, { id: announced.id })
    },
    retract: async (tx, id) => {
      if (!(await dropAnnounced(tx, id))) return
      await tx.publish(rulesAnnounced, { id })
    },
    sources: (prefixes) => readFiles(deps.db, prefixes),
    overFolder: (prefixes) => readOverFolder(deps.db, prefixes),
    fileVersions: (path) => fileVersions(deps.db, path),
    amend: async (amendment) => {
      const { loaded: _, ...published } = await state.takeFrom(amend({ ...deps, current: state.peek }, amendment))
      told(published)
      return published
    },
  }
  return {
    catalogue,
    publishing,
    publishPack: async (files) => {
      const { loaded: _, ...published } = await state.takeFrom(publishPack({ ...deps, current: state.peek }, files))
      await state.load()
      told(published)
      return published
    },
    load: async () => {
      await Promise.all([state.load(), state.loadAnnounced()])
    },
    warm: () => state.held().search.warm(),
    importGov24: (options) => importGov24({ ...deps, knows: (id) => state.peek()?.snapshot.service(id) !== undefined }, options),
    parts: {
      routes: [...routes(state, catalogue, deps.baseUrl), ...definitionRoutes(state, history)],
      consumers: [
        consumer({ name: 'catalogue.take-release', on: definitionsPublished, handle: () => state.load() }),
        consumer({ name: 'catalogue.take-announced', on: rulesAnnounced, handle: () => state.loadAnnounced() }),
        consumer({ name: 'catalogue.take-texts', on: textsImported, handle: () => state.refreshTexts() }),
      ],
    },
  }
}
