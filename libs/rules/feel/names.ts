/** Names in a syntax tree: dotted chains, suggestions for those that do not exist. */
import type { Expr } from './ast.ts'

/** `a.b.c` as its words; undefined when it is no plain chain of names. */
export function chainOf(expr: Expr): readonly string[] | undefined {
  const words: string[] = []
  let at = expr
  while (at.k === 'path') {
    words.push(at.name)
    at = at.of
  }
  return at.k === 'name' ? [at.name, ...words.reverse()] : undefined
}

/** "Did you mean …" or, when nothing is near, what to do. */
export function suggest(name: string, known: Iterable<string>, otherwise: string): string {
  let best: string | undefined
  // Of a short word half is soon another word.
  let least = (name.length < 5 ? 1 : Math.max(2, Math.floor(name.length / 3))) + 1
  for (const one of known) {
    const far = distance(plain(name), plain(one), least)
    if (far < least) [best, least] = [one, far]
  }
  return best === undefined ? otherwise : `Did you mean ${best}?`
}

/** Case and spaces are not what people get wrong. */
const plain = (name: string): string => name.toLowerCase().replaceAll(' ', '')

function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    if (Math.min(...next) >= limit) return limit
    row = next
  }
  return row[b.length]!
}
