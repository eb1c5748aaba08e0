/** What happened, by the word a register uses for it, by the calendar, or by a publication. */

/** Keys of `benefits.because.…`. */
export type Because = 'move' | 'birth' | 'jobLost' | 'income' | 'change' | 'day' | 'rules' | 'start'

const CHANGES: Readonly<Record<string, Because>> = {
  move: 'move',
  birth: 'birth',
  'job-lost': 'jobLost',
  'income-changed': 'income',
}

export const becauseOf = (change: string): Because => (Object.hasOwn(CHANGES, change) ? CHANGES[change]! : 'change')

/** One occasion to look again. */
export interface Occasion {
  readonly because: Because
  /** Names the event: the same event is the same notice. */
  readonly once: string
  /** Who told us; null: nobody, it is a day or a publication. */
  readonly register: string | null
  /** Facts that the register says have changed; empty for a register's event: all it holds. */
  readonly facts: readonly string[]
  /** Of a publication: the services whose answers it turns. */
  readonly services: readonly string[]
}
