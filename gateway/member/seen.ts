/** Signatures that came before: remembered for as long as they would count as fresh, and up to twice as long. */
export const FRESH_S = 60

export interface Seen {
  /** False: it came before. */
  isNew(name: string): boolean
}

export function createSeen(now: () => number = Date.now): Seen {
  let [current, previous] = [new Set<string>(), new Set<string>()]
  let turnsAt = 0
  return {
    isNew(name) {
      if (now() >= turnsAt) {
        ;[current, previous] = [new Set(), current]
        turnsAt = now() + 2 * FRESH_S * 1000
      }
      if (current.has(name) || previous.has(name)) return false
      current.add(name)
      return true
    },
  }
}
