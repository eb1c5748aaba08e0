/** A draft opened: what was typed, said and fetched so far; and what its definition makes of that. */
import type { Snapshot } from '@dpg/catalogue/contract'
import type { ServiceDefinition } from '@dpg/definitions'
import type { RegisterFailure } from '@dpg/exchange/contract'
import type { Lang, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Json } from '@dpg/rules'
import type { KnownFact } from './case-file.ts'
import type { Untold } from './consents/by-law.ts'
import type { CaseworkDeps } from './deps.ts'
import type { Holds } from './needs.ts'
import type { Question, Rules, RulesOf } from './rules.ts'
import type { DraftRow } from './store-drafts.ts'
import type { Wording } from './words.ts'

export interface DraftContents {
  readonly answers: Readonly<Record<string, Json>>
  /** Input that could not be read, by field name: kept, so that nothing is lost. */
  readonly typed: Readonly<Record<string, Json>>
  readonly declarations: readonly string[]
  /** Screens saved without an error. */
  readonly done: readonly string[]
  readonly facts: Readonly<Record<string, KnownFact>>
  readonly silent: readonly string[]
  readonly failures: readonly RegisterFailure[]
  readonly fetchedAt: string | null
  /** Shown of a household whose people no register has named yet. */
  readonly untold?: readonly Untold[]
}

export const BLANK: DraftContents = {
  answers: {},
  typed: {},
  declarations: [],
  done: [],
  facts: {},
  silent: [],
  failures: [],
  fetchedAt: null,
}

const draftContext = (service: string, id: string) => `casework.drafts.sealed:${service}:${id}`

export interface OpenDraft {
  readonly row: DraftRow
  readonly contents: DraftContents
  readonly definition: ServiceDefinition
  readonly pack: Snapshot['pack']
  readonly rules: Rules
  readonly question: Question
  readonly holds: Holds
}

export interface DraftDeps extends CaseworkDeps {
  readonly rulesOf: RulesOf
}

/** Opens a row with the definition it pinned. */
export async function openDraftRow(deps: DraftDeps, on: Query, row: DraftRow): Promise<OpenDraft> {
  const contents = await deps.sealing.open<DraftContents>(on, row.person, draftContext(row.service, row.id), row.sealed)
  const definition = await deps.catalogue.pinned(row.service, row.serviceVersion)
  return withContents(
    { row, definition, pack: deps.catalogue.current().pack, rules: deps.rulesOf(definition, row.serviceVersion) },
    contents,
    deps,
  )
}

/** The same draft with other contents. */
export function withContents(
  draft: Pick<OpenDraft, 'row' | 'definition' | 'pack' | 'rules'>,
  contents: DraftContents,
  { clock }: Pick<CaseworkDeps, 'clock'>,
): OpenDraft {
  const { row, definition, pack, rules } = draft
  const facts = {
    ...contents.answers,
    ...Object.fromEntries(Object.entries(contents.facts).map(([id, { value }]) => [id, value])),
  }
  const question = { facts, asOf: clock.today().toString() }
  return { row, definition, pack, rules, contents, question, holds: (feel) => rules.holds(feel, question) }
}

export const sealDraft = (
  deps: Pick<CaseworkDeps, 'sealing'>,
  on: Query,
  row: Pick<DraftRow, 'person' | 'service' | 'id'>,
  contents: DraftContents,
) => deps.sealing.seal(on, row.person as PersonId, draftContext(row.service, row.id), contents)

export const wordingOf = (deps: Pick<CaseworkDeps, 'texts' | 'directory'>, lang: Lang): Wording => ({
  lang,
  t: deps.texts(lang),
  area: (code) => deps.directory.area(code),
})
