/** 서비스 목록(Catalogue): what exists. Published, immutable, content-hashed definitions of all kinds, and search over services. */
import type { Pack, ParameterDefinition, ServiceDefinition } from '@dpg/definitions'
import { defineEvent, defineProblem, type Lang } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type { Declarations } from '@dpg/rules'

export type DefinitionKind =
  | 'pack'
  | 'fact'
  | 'register'
  | 'agency'
  | 'area'
  | 'parameter'
  | 'workflow'
  | 'service'
  | 'catalogue-entry'
  | 'catalogue-condition'
  | 'dataset'
  | 'exception'
  | 'situation'
  | 'model'
  | 'paper'
  | 'bundle'
  | 'condition-code'
  | 'search-words'

/** `sha256:` + 64 hex digits of the RFC 8785 canonical JSON. */
export type VersionId = string & { readonly __version: true }

/** Everything that was in force together; a case pins the release it was decided under. */
export type ReleaseId = string & { readonly __release: true }

/** All definitions in force, held in memory; the same object until something is published. */
export interface Snapshot {
  readonly release: ReleaseId
  readonly pack: Pack
  /** What `createEngine` of `@dpg/rules` takes: facts, parameters, rules of all services. */
  readonly rules: Declarations
  /** A worked-out service, or a catalogue entry described on demand; undefined: no such id. */
  service(id: string): ServiceDefinition | undefined
  /** All ids, worked-out services first. */
  readonly serviceIds: readonly string[]
  /** For the kind `service` also the version of a catalogue entry that nobody has worked out. */
  versionOf(kind: DefinitionKind, id: string): VersionId | undefined
}

export interface ServiceQuery {
  readonly q?: string
  /** Area code: services of that area, of the areas above it and of the whole country. */
  readonly area?: string
  readonly field?: string
  readonly lifeEvent?: string
  readonly agency?: string
  readonly limit: number
  readonly offset: number
}

export interface ServiceHit {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly agency: string
  readonly agencyName: string
  readonly area: string | null
  readonly areaName: string | null
  readonly field: string | null
  readonly kind: string
  readonly basis: 'law' | 'codes' | 'none'
  /** Can be applied for on this platform. */
  readonly canApply: boolean
  readonly status: string
}

export interface ServiceHits {
  readonly total: number
  readonly items: readonly ServiceHit[]
  /** What was searched instead, when nothing held the words as typed. */
  readonly corrected?: string
  /** Nothing fits all of what was asked; these fit a part of it. */
  readonly isPartial?: true
}

/** Official full text of a catalogue entry, brought in at run time by the importer; never part of the repository. */
export interface ServiceText {
  readonly source: string
  readonly fetchedAt: string
  /** Label and text, in the order of the source: 지원대상, 선정기준, 지원내용, 신청방법, 구비서류 … */
  readonly sections: readonly { readonly label: string; readonly text: string }[]
  readonly url: string | null
}

export interface ImportResult {
  readonly read: number
  readonly added: number
  readonly changed: number
  readonly same: number
  /** Records that could not be taken, with why; the others are in. At most the first thousand are named. */
  readonly refused: readonly { readonly id: string; readonly why: string }[]
  readonly refusedCount: number
  /** Services of the source that the pack lacks: their texts are kept, no page shows them until a pack with them is published. */
  readonly notInPack: readonly string[]
}

export interface Published {
  readonly release: ReleaseId
  /** False: these very files were in force already. */
  readonly isNew: boolean
  readonly changedServices: readonly string[]
}

/** What will be in force for a service from a day on (시행일), approved already. */
export interface Announced {
  readonly id: string
  /** ISO day. */
  readonly from: string
  readonly service: ServiceDefinition
  /** The figures that come with it. */
  readonly parameters: readonly ParameterDefinition[]
}

/** A service as a release has it, with the figures it reads; null: not worked out in it. */
export interface Stood {
  readonly service: ServiceDefinition | null
  readonly parameters: readonly ParameterDefinition[]
}

export interface ReleaseStep {
  /** ISO instant at which it was put in force. */
  readonly at: string
  readonly before: Stood
  readonly after: Stood
}

export interface Catalogue {
  current(): Snapshot
  /** What is approved for a later day, the nearest first; the same list until that changes. Its day has not come, or came just now. */
  announced(): readonly Announced[]
  /** The definition that a case pinned, whatever has been published since. */
  pinned(service: string, version: VersionId): Promise<ServiceDefinition>
  search(query: ServiceQuery, lang: Lang): ServiceHits
  /** Everyday words, and what services are called instead: whoever searches for the one finds the other. */
  synonyms(): Readonly<Record<string, readonly string[]>>
  fullText(service: string): Promise<ServiceText | undefined>
  /** A service in a release and in the one that was in force before; undefined: there was none before, or no such release. */
  step(release: string, service: string): Promise<ReleaseStep | undefined>
  /** Versions of one definition, newest first. */
  history(kind: DefinitionKind, id: string): Promise<readonly { readonly version: VersionId; readonly publishedAt: string }[]>
}

/** A file of a pack: its path relative to the pack's folder. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** A file that a page published and that the pack's folder has otherwise. */
export interface OverFolder {
  readonly path: string
  readonly published: string
  /** Null where the folder has no such file. */
  readonly folder: string | null
}

/** A few files of what is in force, written anew. */
export interface Amendment {
  /** `was`: SHA-256 (hex) of the text that the change was made on; null for a file that was not there. */
  readonly files: readonly (SourceFile & { readonly was: string | null })[]
  /** Runs in the transaction that publishes; when it throws, nothing is published. */
  readonly together?: (tx: Tx, published: Published) => Promise<void>
}

/** The door for pages that publish. What they publish stands over the pack's folder from then on, at every start. */
export interface Publishing {
  /** Tells everybody what will be in force; the same id again takes its place. In the caller's transaction. */
  announce(tx: Tx, announced: Announced): Promise<void>
  /** It will not be, or is by now; nothing where it was not announced. */
  retract(tx: Tx, id: string): Promise<void>
  /** Files of the release in force as they were written, by path; those whose path begins with one of `prefixes`. */
  sources(prefixes?: readonly string[]): Promise<readonly SourceFile[]>
  /** Where what pages published differs from the pack's folder as it was at the last start; by path, as `sources`. */
  overFolder(prefixes?: readonly string[]): Promise<readonly OverFolder[]>
  /** Every text a file has had, newest first. */
  fileVersions(
    path: string,
  ): Promise<readonly { readonly text: string; readonly publication: number; readonly publishedAt: string }[]>
  /**
   * The whole pack with these files is held to every promise (schemas, references, gates, cases), becomes a release and is put in
   * force. Throws `catalogue/definitions-broken`, and `catalogue/files-moved` when a file is not as it `was`.
   */
  amend(amendment: Amendment): Promise<Published>
}

/** Official texts came in; what is searched has changed, the definitions have not. */
export const textsImported = defineEvent<{ source: string; changed: number }>('catalogue.texts-imported')
export const definitionsPublished = defineEvent<{ release: string; changedServices: string[] }>('catalogue.published')
/** What is announced has changed. */
export const rulesAnnounced = defineEvent<{ id: string }>('catalogue.announced')
export const serviceNotFound = defineProblem<{ service: string }>('catalogue/service-not-found', 404)
export const unknownArea = defineProblem<{ area: string }>('catalogue/unknown-area', 422)
/** `first` names file, line and what is wrong; `errors` has up to fifty of them. */
export const definitionsBroken = defineProblem<{ count: number; first: string }>('catalogue/definitions-broken', 422)
/** Somebody published the same file meanwhile. */
export const filesMoved = defineProblem<{ path: string }>('catalogue/files-moved', 409)
export const definitionNotFound = defineProblem<{ kind: string; id: string }>('catalogue/definition-not-found', 404)
/** Nothing has been published yet. */
export const nothingPublished = defineProblem<object>('catalogue/nothing-published', 503)
/** The source of an import did not answer as it should; what came in so far is kept, and the next run goes on from there. */
export const importBroken = defineProblem<{ source: string; why: string }>('catalogue/import-broken', 502)
/** The source does not know our key. */
export const importRefused = defineProblem<{ source: string }>('catalogue/import-refused', 403)
