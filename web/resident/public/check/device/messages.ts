/** What the page and its worker say to each other. */
import type { CheckReader } from '../world.ts'

export type ToWorker =
  | { readonly kind: 'load'; readonly rules: string; readonly today: string; readonly who: CheckReader['who'] }
  | { readonly kind: 'ask'; readonly id: number; readonly step: Step }

/** A form as it was sent, or the beginning (no fields). */
export interface Step {
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
}

export type FromWorker =
  | { readonly kind: 'ready' }
  /** Each that the rules and the words of the check are written in. */
  | { readonly kind: 'letters'; readonly letters: string }
  /** The rules did not come, or this browser cannot run them. */
  | { readonly kind: 'failed' }
  | ({ readonly kind: 'drawn'; readonly id: number } & Drawn)

export interface Drawn {
  readonly html: string
  /** Of the document. */
  readonly title: string
  readonly layout: 'read' | 'wide'
  /** The answers so far, as the next form carries them. */
  readonly carried: Readonly<Record<string, string>>
}
