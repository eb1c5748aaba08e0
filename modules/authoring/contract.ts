/** 규칙 쓰기(Authoring): officials write the rules of a service, see what they do, and another official publishes them. */
import type { VersionId } from '@dpg/catalogue/contract'
import { defineEvent, defineProblem, type Id, type Lang, type OfficialId, type Principal } from '@dpg/kernel'
import type { ListName, RuleForm, RuleFile, RuleReport, DiffEntry, Effect, TableName } from './contract-report.ts'

export type * from './contract-report.ts'

export type RuleDraftId = Id<'RuleDraftId'>

/** open: its author writes · submitted: another official looks · returned: back with a reason · scheduled: approved, waits for its day · published, discarded: over. */
export type DraftState = 'open' | 'submitted' | 'returned' | 'scheduled' | 'published' | 'discarded'

export interface DraftEvent {
  readonly at: string
  readonly by: string
  readonly what:
    | 'opened'
    | 'submitted'
    | 'returned'
    | 'scheduled'
    | 'stopped'
    | 'published'
    | 'discarded'
    | 'withdrawn'
    | 'rebased'
  readonly reason: string | null
}

export interface DraftSummary {
  readonly id: RuleDraftId
  readonly service: string
  readonly title: string
  readonly state: DraftState
  readonly author: { readonly id: OfficialId; readonly name: string }
  readonly updatedAt: string
  readonly isMine: boolean
}

/** A part that the author and somebody else changed differently: the author's stands, the other is told. */
export interface Conflict {
  readonly file: string
  /** Such as `eligibility.criteria.age.test`; empty: the whole file. */
  readonly part: string
  readonly before: string | null
  readonly mine: string | null
  readonly theirs: string | null
}

export interface DraftView extends DraftSummary {
  /** Counts every save; a save names the one it was made on. */
  readonly revision: number
  /** Null when a file is no YAML: then the files are edited as text. */
  readonly form: RuleForm | null
  readonly files: readonly RuleFile[]
  readonly report: RuleReport
  readonly diff: readonly DiffEntry[]
  readonly effect: (Effect & { readonly isCurrent: boolean }) | null
  readonly events: readonly DraftEvent[]
  /** The day for which it was approved; null unless it waits for it. */
  readonly waitsFor: string | null
  /** What others have published of these files since the draft began; null: nothing. */
  readonly moved: readonly DiffEntry[] | null
  /** Of the last time the draft was put on what was in force; stays for the record. */
  readonly conflicts: readonly Conflict[]
  /** New: the service had no rules of its own. */
  readonly isNew: boolean
  readonly may: {
    readonly write: boolean
    readonly submit: boolean
    readonly decide: boolean
    /** Of one that waits for its day: it will not come into force. */
    readonly stop: boolean
    readonly withdraw: boolean
  }
  /** Figures that the rules read and the draft does not change yet. */
  readonly otherFigures: readonly { readonly parameter: string; readonly title: string; readonly now: string }[]
}

/** What is saved: fields of the form (only the lists named in `lists` count), or files as text. */
export type Edit =
  | {
      readonly kind: 'form'
      readonly lists: readonly (ListName | 'head')[]
      readonly fields: Readonly<Record<string, string>>
      readonly act?: string
    }
  | { readonly kind: 'files'; readonly files: readonly RuleFile[] }

export interface ServiceLine {
  readonly id: string
  readonly title: string
  readonly version: string
  readonly status: string
  readonly publishedAt: string | null
  readonly publishedBy: string | null
  readonly criteria: number
  readonly cases: number
  readonly openDrafts: number
  /** The reader's agency is the competent one: they may begin a draft, if it is their role. */
  readonly isOurs: boolean
}

/** Approved, and in force from a later day. */
export interface ScheduledRules {
  readonly draft: RuleDraftId
  /** The day, as ISO. */
  readonly from: string
  readonly author: string
  readonly approver: string
}

/** What was published here and the country pack's folder does not say: what is published counts. */
export interface OverFolder {
  readonly files: readonly string[]
  /** From the folder to what is in force; empty where the folder's files cannot be read, or differ in nothing that counts. */
  readonly diff: readonly DiffEntry[]
}

export interface ServiceVersion {
  readonly version: VersionId
  readonly number: string
  readonly publishedAt: string
  /** Null when it came with the country pack. */
  readonly author: string | null
  readonly approver: string | null
  readonly reason: string | null
  readonly says: string | null
  readonly diff: readonly DiffEntry[]
  readonly effect: Effect | null
  readonly isInForce: boolean
  /** Can be the beginning of a draft. */
  readonly canRestore: boolean
}

/** A word of the rules, for completion. */
export interface Word {
  readonly name: string
  readonly label: string
  readonly kind: 'fact' | 'parameter' | 'function' | 'step' | 'keyword'
  readonly type: string
  /** Unit, register, allowed values or signature, in one line. */
  readonly detail: string
}

export interface Authoring {
  services(principal: Principal, lang: Lang): Promise<readonly ServiceLine[]>
  drafts(principal: Principal, lang: Lang): Promise<readonly DraftSummary[]>
  history(
    principal: Principal,
    service: string,
    lang: Lang,
  ): Promise<{
    readonly service: ServiceLine
    readonly versions: readonly ServiceVersion[]
    readonly coming: readonly ScheduledRules[]
    /** Null where folder and publication say the same. */
    readonly overFolder: OverFolder | null
  }>
  words(principal: Principal, lang: Lang): readonly Word[]
  /** A draft of what is in force, of an old version (roll-back), or of an entry of the catalogue that nobody has worked out. */
  open(
    principal: Principal,
    command: { readonly key: string; readonly service: string; readonly version?: VersionId },
  ): Promise<RuleDraftId>
  draft(principal: Principal, id: RuleDraftId, lang: Lang): Promise<DraftView>
  /** Saves whatever was typed; throws `authoring/stale-draft` when another save came first. */
  save(principal: Principal, id: RuleDraftId, revision: number, edit: Edit): Promise<number>
  /** Counts what the draft does to people and keeps it with the draft. */
  measure(principal: Principal, id: RuleDraftId): Promise<Effect>
  submit(principal: Principal, command: Command): Promise<void>
  withdraw(principal: Principal, command: Command): Promise<void>
  discard(principal: Principal, command: Command): Promise<void>
  /** Never by the author. Rules whose `effectiveFrom` is a later day are kept and come into force on it. Throws what the catalogue's gates find. */
  publish(principal: Principal, command: Command & { readonly reason: string }): Promise<VersionId>
  sendBack(principal: Principal, command: Command & { readonly reason: string }): Promise<void>
  /** Merges what is in force now into the draft, part by part; gives the parts that both changed (the draft's stands, `conflicts` has both). */
  rebase(principal: Principal, command: Command): Promise<readonly string[]>
  tableOut(
    principal: Principal,
    id: RuleDraftId,
    table: TableName,
    lang: Lang,
  ): Promise<{ readonly name: string; readonly bytes: Uint8Array }>
  tableIn(principal: Principal, id: RuleDraftId, revision: number, table: TableName, bytes: Uint8Array): Promise<number>
}

/** The same key gives the same result. */
export interface Command {
  readonly key: string
  readonly id: RuleDraftId
  readonly revision: number
}

export const rulesPublished = defineEvent<{ service: string; version: string; draft: string; author: string; approver: string }>(
  'authoring.published',
)

export const draftNotFound = defineProblem<{ id: string }>('authoring/draft-not-found', 404)
export const roleNeeded = defineProblem<{ role: string }>('authoring/role-needed', 403)
/** Only officials of the competent agency, or of one above it, write and decide on the rules of a service. */
export const otherAgency = defineProblem<{ agency: string }>('authoring/other-agency', 403)
export const notYours = defineProblem<object>('authoring/not-yours', 403)
/** The author never approves their own rules. */
export const ownDraft = defineProblem<object>('authoring/own-draft', 403)
export const wrongState = defineProblem<{ state: string }>('authoring/wrong-state', 409)
export const staleDraft = defineProblem<{ expected: number; found: number }>('authoring/stale-draft', 409)
/** Somebody published these files since the draft began: rebase first. */
export const draftBehind = defineProblem<{ service: string }>('authoring/draft-behind', 409)
/** `first` says file, line, what is wrong and the remedy; `errors` has more. */
export const rulesBroken = defineProblem<{ service: string; count: number; first: string }>('authoring/rules-broken', 422)
export const changesNeeded = defineProblem<object>('authoring/changes-needed', 422)
export const nothingChanged = defineProblem<object>('authoring/nothing-changed', 422)
export const reasonNeeded = defineProblem<object>('authoring/reason-needed', 422)
/** The rules take longer to check than anybody would wait. */
export const tooHeavy = defineProblem<{ seconds: number }>('authoring/too-heavy', 422)
export const tooMuch = defineProblem<{ what: string; most: number }>('authoring/too-much', 422)
export const unknownPart = defineProblem<{ part: string }>('authoring/unknown-part', 422)
export const keyReused = defineProblem<object>('authoring/key-reused', 422)
/** `why`: not-xlsx | formula | macro | too-large | shape */
export const tableRefused = defineProblem<{ why: string; detail: string }>('authoring/table-refused', 422)
