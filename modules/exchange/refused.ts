/** Facts that our own policies keep from whoever asks, by register and by the rule that said no. */
import type { Refused } from '@dpg/guard/contract'

export interface RefusedPart {
  readonly register: string
  readonly facts: readonly string[]
  readonly refusal: Refused
}

export function refusedParts(
  parts: readonly { readonly register: string; readonly facts: readonly string[] }[],
  refused: ReadonlyMap<string, Refused>,
): RefusedPart[] {
  return parts.flatMap(({ register, facts }) => {
    const no = facts.filter((fact) => refused.has(fact))
    const byRule = Map.groupBy(no, (fact) => refused.get(fact)!.by.join(' '))
    return [...byRule.values()].map((own) => ({ register, facts: own, refusal: refused.get(own[0]!)! }))
  })
}
