/** What people agree to before anything is looked at, and what they are told of by themselves (2.2-1). */
import type { Id } from '@dpg/kernel'
import type { ScreenedAmount } from './contract.ts'

/** What a person may agree to, each by itself: bank data (사회보장급여법 제8조제1항), sensitive facts (개인정보 보호법 제23조). */
export type ConsentGroup = 'finance' | 'sensitive'

/** look: to show me my benefits now · watch: to look again by yourselves when something changes, and tell me. */
export type ConsentPurpose = 'look' | 'watch'

/** What is looked at for a purpose, under which law, how long, before anybody is asked. */
export interface ConsentPlan {
  readonly purpose: ConsentPurpose
  /** Names exactly this; whoever agrees says which version. */
  readonly version: string
  readonly groups: readonly {
    /** `law`: needs no consent. */
    readonly group: 'law' | ConsentGroup
    readonly law: string
    readonly registers: readonly {
      readonly register: string
      readonly facts: readonly { readonly fact: string; readonly label: string }[]
    }[]
  }[]
  /** How long a consent holds. */
  readonly months: number
  /** How long the registers' answers to one look are kept. */
  readonly lookMinutes: number
}

export interface Agreement {
  readonly version: string
  /** None: only what needs no consent. */
  readonly groups: readonly ConsentGroup[]
}

export interface Consent {
  readonly purpose: ConsentPurpose
  readonly version: string
  readonly groups: readonly ConsentGroup[]
  readonly givenAt: string
  readonly endsAt: string
}

/** A person's subscription to the notifier. */
export interface Subscription extends Consent {
  /** When all was last looked at; null: not yet. */
  readonly lookedAt: string | null
  /** Days of the coming year on which something changes by itself, as known today. */
  readonly coming: readonly string[]
  readonly notForMe: NotForMe
}

/** News a person does not want: of a service, or of a kind (a field of the catalogue, or `guess`: what is only probable). */
export type NewsTarget = { readonly service: string } | { readonly kind: string }

export interface NotForMe {
  readonly services: readonly { readonly service: string; readonly title: string; readonly at: string }[]
  readonly kinds: readonly { readonly kind: string; readonly at: string }[]
}

export type NewsId = Id<'NewsId'>

/** Why a person was told. */
export interface NewsItem {
  readonly service: string
  readonly title: string
  readonly basis: 'law' | 'codes'
  readonly amount?: ScreenedAmount
  /** Conditions that were not met before and are now; empty when it was not the person who changed but the rule. */
  readonly turned: readonly { readonly text: string; readonly law: string | null }[]
  /** What a publication changed in its rules: which condition or figure, from what to what, from which day. */
  readonly rule: readonly { readonly text: string; readonly law: string | null }[]
  /** Field of the catalogue; null: none. */
  readonly field: string | null
  readonly canApply: boolean
  readonly held: boolean
  /** Not wanted by name, or as one of a kind; null: wanted. */
  readonly notForMe: 'service' | 'kind' | null
}

export interface News {
  readonly id: NewsId
  readonly at: string
  /** In words: what happened. */
  readonly because: string
  /** Who told us of it: a register; null: the calendar or a publication. */
  readonly register: string | null
  /** Names of the facts that changed. */
  readonly changed: readonly string[]
  /** The most important first. */
  readonly items: readonly NewsItem[]
  /** How many more there were. */
  readonly more: number
}
