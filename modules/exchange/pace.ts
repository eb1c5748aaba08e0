/** The slowest register is asked first, so that it is at work while the questions to the others are signed. */
import { setImmediate as turn } from 'node:timers/promises'

export interface Pace {
  took(register: string, ms: number): void
  /** Asks all at once, each at its own turn of the event loop: a question is on its way before the next is signed. Answers in the order of `parts`. */
  askAll<P extends { readonly register: string }, A>(parts: readonly P[], ask: (part: P) => Promise<A>): Promise<A[]>
}

/** How much the last answer counts. */
const SHARE = 0.2

export function createPace(): Pace {
  const usual = new Map<string, number>()
  return {
    took(register, ms) {
      const before = usual.get(register) ?? ms
      usual.set(register, before + SHARE * (ms - before))
    },
    askAll(parts, ask) {
      const slowestFirst = parts.toSorted((a, b) => (usual.get(b.register) ?? 0) - (usual.get(a.register) ?? 0))
      let begins: Promise<unknown> = Promise.resolve()
      const answers = new Map(
        slowestFirst.map((part) => {
          const answer = begins.then(() => ask(part))
          begins = begins.then(() => turn())
          return [part, answer]
        }),
      )
      return Promise.all(parts.map((part) => answers.get(part)!))
    },
  }
}
