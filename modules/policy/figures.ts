/** Which figures rules read. */
import { type Declarations, namesIn } from '@dpg/rules'

/** Figures that the service reads, through facts that are derived from others too. */
export function figuresOf({ facts, parameters, services }: Declarations): readonly string[] {
  const figures = new Set(parameters.map(({ id }) => id))
  const derived = new Map(facts.flatMap(({ id, derive }) => (derive === undefined ? [] : [[id, derive] as const])))
  const found = new Set<string>()
  const seen = new Set<string>()
  const read = (source: string) => {
    for (const name of namesIn(source)) {
      const words = name.split('.')
      const longest = words
        .map((_, i) => words.slice(0, words.length - i).join('.'))
        .find((one) => figures.has(one) || derived.has(one))
      if (longest === undefined || seen.has(longest)) continue
      seen.add(longest)
      if (figures.has(longest)) found.add(longest)
      else read(derived.get(longest)!)
    }
  }
  for (const { each, criteria, amount } of services) {
    for (const { be } of amount?.steps ?? []) read(be)
    for (const { test } of criteria) read(test)
    if (each !== undefined) read(each)
  }
  return [...found]
}
