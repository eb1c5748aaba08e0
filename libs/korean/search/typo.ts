import { jamo, keyDistance } from '../hangul.ts'
import type { SearchDocument } from '../search.ts'
import { runs } from '../tokens.ts'

interface Word {
  readonly text: string
  readonly keys: string
  count: number
}

/** A word of so few keys is near to a great many; it is mended only into one that at least so many titles hold. */
const SHORT = 5
const OFTEN = 3

/** Longer words, in syllables, are not mended. */
const LONGEST = 12

/** The words of titles and keywords by how many keys they take to type. */
export type Vocabulary = ReadonlyMap<number, readonly Word[]>

export function vocabularyOf(documents: readonly SearchDocument[]): Vocabulary {
  const words = new Map<string, Word>()
  for (const { title, keywords = [] } of documents) {
    for (const text of [title, ...keywords].flatMap(runs)) {
      if (text.length < 2) continue
      const word = words.get(text)
      if (word) word.count += 1
      else words.set(text, { text, keys: jamo(text), count: 1 })
    }
  }
  return Map.groupBy(words.values(), ({ keys }) => keys.length)
}

/**
 * The words nearest to one that no document holds: one key off for up to two syllables, two for longer. The nearest, and of
 * these the most frequent, first; at most one is given. A long word may also be two words in one: it is then cut and mended.
 */
export function nearestWords(vocabulary: Vocabulary, word: string): string[] {
  if (word.length > LONGEST) return []
  const whole = nearest(vocabulary, word)
  if (whole) return [whole.text]
  for (let cut = 2; cut <= word.length - 2; cut += 1) {
    const parts = [nearest(vocabulary, word.slice(0, cut)), nearest(vocabulary, word.slice(cut))]
    if (parts[0] && parts[1]) return parts.map((part) => part!.text)
  }
  return []
}

function nearest(vocabulary: Vocabulary, word: string): Word | undefined {
  const keys = jamo(word)
  const limit = keys.length >= 7 ? 2 : 1
  let best: Word | undefined
  let bestDistance = limit + 1
  for (let length = keys.length - limit; length <= keys.length + limit; length += 1) {
    for (const candidate of vocabulary.get(length) ?? []) {
      if (keys.length <= SHORT && candidate.count < OFTEN) continue
      const distance = keyDistance(keys, candidate.keys, limit)
      if (distance < bestDistance || (distance === bestDistance && best && candidate.count > best.count)) {
        best = candidate
        bestDistance = distance
      }
    }
  }
  return bestDistance <= limit ? best : undefined
}
