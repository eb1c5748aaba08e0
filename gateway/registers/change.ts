/** What can happen to the people of the demo country: a move that is declared, and life events that a demonstration lets happen. */
import type { Move } from '@dpg/exchange/contract'
import type { PersonId } from '@dpg/kernel'
import type { Json } from '@dpg/rules'

/** `person` is whose life it is; days are ISO. */
export type LifeEvent =
  | {
      readonly kind: 'birth'
      readonly person: PersonId
      readonly name: string
      readonly sex: 'male' | 'female'
      readonly on: string
    }
  | {
      readonly kind: 'job-lost'
      readonly person: PersonId
      readonly on: string
      readonly reason: 'dismissed' | 'contractEnd' | 'closure'
    }
  /** Won a month before tax, from now on. */
  | { readonly kind: 'income-changed'; readonly person: PersonId; readonly monthly: number }
  /** Any facts of one register, as they are from now on. */
  | {
      readonly kind: 'changed'
      readonly person: PersonId
      readonly register: string
      readonly facts: Readonly<Record<string, Json>>
    }

export type Change = (Move & { readonly person: PersonId }) | LifeEvent

/** The register that learns of a change first and tells the others. */
export function registerOf(change: Change): string {
  switch (change.kind) {
    case 'move':
      return 'resident-register'
    case 'birth':
      return 'family-register'
    case 'job-lost':
    case 'income-changed':
      return 'employment-insurance'
    case 'changed':
      return change.register
  }
}

/** The register says no, for good; `why` is one stable word. */
export class ChangeRefused extends Error {
  readonly why: string
  constructor(why: string, options?: ErrorOptions) {
    super(why, options)
    this.why = why
  }
}
