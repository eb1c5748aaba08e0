/** Where a letter of a text stands in the YAML that says it: what is written over several lines is read as one. */
import { isScalar, Scalar } from 'yaml'

/** The place in the file of the letter at `offset` of the value; undefined where it cannot be told (escapes in quotes). */
export function offsetWithin(node: unknown, file: string, offset: number): number | undefined {
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return undefined
  const [start, end] = node.range
  const isBlock = node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL
  const isQuoted = node.type === Scalar.QUOTE_SINGLE || node.type === Scalar.QUOTE_DOUBLE
  const from = isBlock ? file.indexOf('\n', start) + 1 : isQuoted ? start + 1 : start
  const written = file.slice(from, isQuoted ? end - 1 : end)
  // Lines are joined and indented anew, so that only what is no space can be counted.
  const letters = lettersOf(written)
  const value = node.value.trim()
  if (letters.length !== lettersOf(value).length) return undefined
  const before = lettersOf(value.slice(0, offset)).length
  const found = letters[before]
  return found === undefined ? undefined : from + found
}

/** Places of what is no space. */
function lettersOf(text: string): readonly number[] {
  const places: number[] = []
  for (let at = 0; at < text.length; at++) if (!/\s/.test(text[at]!)) places.push(at)
  return places
}
