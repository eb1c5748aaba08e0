/** How long each register takes as a rule: the slowest is asked first, so that it is under way while the other questions are signed. */

export interface Pace {
  took(register: string, ms: number): void
  slowestFirst<P extends { readonly register: string }>(parts: readonly P[]): readonly P[]
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
    slowestFirst: (parts) => parts.toSorted((a, b) => (usual.get(b.register) ?? 0) - (usual.get(a.register) ?? 0)),
  }
}
