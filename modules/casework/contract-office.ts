/** Cases as an office reads them: one whole, the list of them, what may be looked up, letters before they are sent. */
import type { OfficialId, PersonId } from '@dpg/kernel'
import type { CriterionOutcome, Outcome, Relation, Remedy } from '@dpg/rules'
import type { CaseSummary, CaseView, ShownFact } from './contract-applicant.ts'

export interface OfficerCaseView extends CaseView {
  readonly applicant: { readonly id: PersonId; readonly name: string }
  readonly facts: readonly ShownFact[]
  /** The rules' reading of the facts as they stand. */
  readonly assessment: {
    readonly asOf: string
    readonly outcome: Outcome
    readonly criteria: readonly {
      readonly id: string
      readonly says: string
      readonly outcome: CriterionOutcome
      readonly law: string | null
      readonly facts: readonly string[]
    }[]
    readonly missing: readonly string[]
    /** Of a "no": the fewest changes that together would make it a yes, tried out; null: none is known. */
    readonly remedy: Remedy | null
    /** Services that it may not be held with, or not without, by the facts of this case alone. */
    readonly relations: readonly Relation[]
    readonly amount: {
      readonly won: number | null
      readonly per: string
      readonly steps: readonly { readonly says: string; readonly value: string | null; readonly law: string | null }[]
    } | null
  } | null
  /** Where what the applicant said is not what a register says (or what follows from it); the register is what counts. */
  readonly contradictions: readonly Contradiction[]
  readonly assignee: { readonly id: OfficialId; readonly name: string } | null
  readonly proposal: { readonly decision: string; readonly by: string; readonly reason: string | null } | null
}

export interface Contradiction {
  /** A fact, or a flag of the definition. */
  readonly id: string
  /** What it is about. */
  readonly says: string
  readonly law: string | null
  /** In words; null where the flag says it all. */
  readonly answered: string | null
  readonly registered: string | null
  /** Names of the registers that say so. */
  readonly registers: readonly string[]
}

/** A letter as the applicant would read it, in Markdown; nothing has been sent. */
export interface LetterPreview {
  readonly subject: string
  readonly body: string
  /** Delivered with proof of reading. */
  readonly isLegal: boolean
}

export interface WorkItem extends CaseSummary {
  readonly applicantName: string
  readonly assignee: string | null
  readonly outcome: Outcome | null
  readonly waitingFor: readonly string[]
  /** Of how many others a consent is awaited or missing, while the case is open. Who they are stands in the case. */
  readonly consents: { readonly awaited: number; readonly missing: number }
}

export interface WorkQuery {
  readonly show: 'open' | 'mine' | 'approval' | 'paused' | 'ended'
  readonly service?: string
  readonly q?: string
  readonly limit: number
  readonly offset: number
}

export interface LookUp {
  readonly facts: readonly string[]
  /** Of the vocabulary of purposes. */
  readonly purpose: string
}

export interface LookedUp {
  readonly facts: readonly { readonly fact: string; readonly value: unknown; readonly register: string; readonly at: string }[]
  /** The register holds no such fact of this person. */
  readonly silent: readonly string[]
  /** `refused` by the policies or the register; anything else: try again later. `rules`: of the policies. */
  readonly failures: readonly { readonly facts: readonly string[]; readonly kind: string; readonly rules: readonly string[] }[]
}
