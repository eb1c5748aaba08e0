import { initials } from '../hangul.ts'
import type { SearchDocument } from '../search.ts'
import { compact, type QueryWord } from '../tokens.ts'

export interface Titles {
  /** Titles without spaces and punctuation, so that spacing does not matter. */
  readonly compact: readonly string[]
  /** 초성 of each, made when first asked for. */
  initials: readonly string[] | undefined
}

export const titlesOf = (documents: readonly SearchDocument[]): Titles => ({
  compact: documents.map(({ title }) => compact(title)),
  initials: undefined,
})

/** How much more a document is worth for how its title holds the query: all of it, at the start, in a row, word by word. */
export function boostOf(titles: Titles, document: number, asked: string, words: readonly QueryWord[]): number {
  const title = titles.compact[document]!
  const said = title.includes(asked) ? asked : words.map(({ text }) => text).join('')
  if (title === said) return 3
  if (title.startsWith(said)) return 2
  if (title.includes(said)) return 1.7
  const telling = words.filter(({ weight }) => weight === 1)
  return telling.length > 0 && telling.every(({ text }) => title.includes(text)) ? 1.5 : 1
}

export function initialsOf(titles: Titles): readonly string[] {
  titles.initials ??= titles.compact.map(initials)
  return titles.initials
}
