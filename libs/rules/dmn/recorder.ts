/** What happened in one evaluation: the rules that fired, what did not fit or came to nothing. */
import type { Watch } from './code.ts'
import type { DmnFinding } from './errors.ts'

export interface Fired {
  readonly where: string
  readonly rules: readonly number[]
  readonly isConflict?: true
}

export interface Recorder {
  readonly watch: Watch
  readonly fired: readonly Fired[]
  readonly problems: readonly DmnFinding[]
}

const MOST_FIRED = 1000
const MOST_PROBLEMS = 100

/** Tells the other watch too. A place that has the same trouble a thousand times (in a loop) says so once. */
export function recorder(other: Watch | undefined): Recorder {
  const fired: Fired[] = []
  const problems: DmnFinding[] = []
  const told = new Set<string>()
  const note = (where: string, rules: readonly number[], isConflict: boolean) => {
    const counted = rules.map((rule) => rule + 1)
    if (fired.length < MOST_FIRED) fired.push({ where, rules: counted, ...(isConflict && { isConflict }) })
  }
  const watch: Watch = {
    ...other,
    fired: (table, rules, where) => {
      other?.fired?.(table, rules, where)
      note(where, rules, false)
    },
    conflict: (table, rules, where) => {
      other?.conflict?.(table, rules, where)
      note(where, rules, true)
    },
    problem: (problem) => {
      other?.problem?.(problem)
      const key = `${problem.where}\n${problem.message}`
      if (told.has(key) || told.size >= MOST_PROBLEMS) return
      told.add(key)
      problems.push(problem)
    },
  }
  return { watch, fired, problems }
}
