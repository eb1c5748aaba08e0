import { addScores, type QueryTerms, termsOf } from './search/score.ts'
import { postingSteps, type Postings } from './search/postings.ts'
import { boostOf, initialsOf, type Titles, titlesOf } from './search/titles.ts'
import { topK } from './search/top.ts'
import { nearestWords, type Vocabulary, vocabularyOf } from './search/typo.ts'
import { compact, type QueryWord, queryWords, type Synonyms } from './tokens.ts'

/** What is searched. Only the id and the title's letters are kept; the texts are not. */
export interface SearchDocument {
  readonly id: string
  readonly title: string
  readonly keywords?: readonly string[]
  readonly agency?: string
  readonly summary?: string
  /** How often it is looked at: the more, the higher among equals. */
  readonly views?: number
  /** A factor of the caller's own, 1 when absent (a nationwide service may have more than a local one). */
  readonly prior?: number
}

export interface SearchOptions<D> {
  /** 10 when absent. */
  readonly limit?: number
  readonly offset?: number
  /** Only documents for which it is true are counted and shown. */
  readonly filter?: (document: D) => boolean
}

export interface Hit {
  readonly id: string
  readonly score: number
  /** The words of the query that were found in it, as asked; for marking them. */
  readonly matched: readonly string[]
}

export interface SearchResult {
  readonly total: number
  readonly hits: readonly Hit[]
  /** The words that were searched instead, when nothing was found for what was typed. */
  readonly corrected?: readonly string[]
  /** Nothing holds most of what was asked; these hold the beginning of a word of it. */
  readonly isPartial?: true
}

export interface SearchIndex<D extends SearchDocument> {
  readonly size: number
  search(query: string, options?: SearchOptions<D>): SearchResult
}

/** A document must hold this much of the query's weight; if none does, the best that there are. */
const COVERAGE = 0.6
const LOOSE_COVERAGE = 0.34

interface Parts<D> {
  readonly documents: readonly D[]
  readonly synonyms: Synonyms
  readonly postings: Postings
  readonly titles: Titles
  readonly priors: Float32Array
  vocabulary: Vocabulary | undefined
}

/**
 * An index in memory: BM25 over fields (title 4, keywords 3, agency 1, summary 1) of syllable pairs, times title matches and
 * popularity. Built once; documents do not change in it. A query takes milliseconds for ten thousand documents.
 */
export function createIndex<D extends SearchDocument>(
  documents: readonly D[],
  { synonyms = {} }: { readonly synonyms?: Synonyms } = {},
): SearchIndex<D> {
  const steps = indexSteps(documents, { synonyms })
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** The same in steps of some milliseconds, for whoever has others to serve meanwhile: the index is what the generator returns. */
export function* indexSteps<D extends SearchDocument>(
  documents: readonly D[],
  { synonyms = {} }: { readonly synonyms?: Synonyms } = {},
): Generator<void, SearchIndex<D>> {
  const postings = yield* postingSteps(documents)
  const parts: Parts<D> = {
    documents,
    synonyms,
    postings,
    titles: titlesOf(documents),
    priors: Float32Array.from(documents, ({ views = 0, prior = 1 }) => prior * (1 + 0.12 * Math.log10(1 + Math.max(0, views)))),
    vocabulary: undefined,
  }
  return { size: documents.length, search: (query, options = {}) => search(parts, query, options) }
}

/** Nobody asks for more; what comes after is not read. */
const MOST_CHARACTERS = 200

function search<D extends SearchDocument>(parts: Parts<D>, text: string, options: SearchOptions<D>): SearchResult {
  const query = text.slice(0, MOST_CHARACTERS)
  const asked = compact(query)
  if (asked === '') return { total: 0, hits: [] }
  if (/^[ㄱ-ㅎ]{2,}$/u.test(asked)) return byInitials(parts, asked, options)
  const words = queryWords(query, parts.synonyms)
  const found = byWords(parts, words, asked, options, COVERAGE)
  if (found.total > 0) return found
  const corrected = correctionOf(parts, words)
  if (corrected) {
    const better = byWords(parts, queryWords(corrected.join(' '), parts.synonyms), compact(corrected.join('')), options, COVERAGE)
    if (better.total > 0) return { ...better, corrected }
  }
  const some = byWords(parts, words, asked, options, LOOSE_COVERAGE, true)
  return some.total > 0 ? { ...some, isPartial: true } : some
}

/** Other words for what was typed; undefined when a word that matters has none, for what is left would mean something else. */
function correctionOf<D extends SearchDocument>(parts: Parts<D>, words: readonly QueryWord[]): string[] | undefined {
  parts.vocabulary ??= vocabularyOf(parts.documents)
  const corrected: string[] = []
  for (const word of words) {
    const near = isKnown(parts.postings, word) ? [word.text] : nearestWords(parts.vocabulary, word.text)
    if (near.length === 0 && word.weight === 1) return undefined
    corrected.push(...near)
  }
  return corrected.join(' ') === words.map((word) => word.text).join(' ') ? undefined : corrected
}

const isKnown = (postings: Postings, word: QueryWord): boolean => word.tokens.every((token) => postings.terms.has(token))

function byWords<D extends SearchDocument>(
  parts: Parts<D>,
  words: readonly QueryWord[],
  asked: string,
  { limit = 10, offset = 0, filter }: SearchOptions<D>,
  coverage: number,
  needsBeginning = false,
): SearchResult {
  const terms = words.map((word) => termsOf(parts.postings, word))
  const { scores, covered, most } = addScores(parts.postings, terms)
  const ranked: number[] = []
  for (let doc = 0; doc < scores.length; doc += 1) {
    if (covered[doc]! < coverage * most || scores[doc] === 0) continue
    if (filter && !filter(parts.documents[doc]!)) continue
    if (needsBeginning && !terms.some((word) => holdsBeginning(parts.postings, word, doc))) continue
    scores[doc]! *= parts.priors[doc]! * (covered[doc]! / most) * boostOf(parts.titles, doc, asked, words)
    ranked.push(doc)
  }
  const page = topK(ranked, scores, offset + limit).slice(offset)
  return {
    total: ranked.length,
    hits: page.map((doc) => ({ id: parts.documents[doc]!.id, score: scores[doc]!, matched: matched(parts, terms, doc) })),
  }
}

const matched = <D>(parts: Parts<D>, terms: readonly QueryTerms[], doc: number): string[] =>
  terms.filter(({ ways }) => ways.some((way) => holdsHalf(parts.postings, way.terms, doc))).map(({ text }) => text)

/** A word that matters, from its beginning: what shares a later piece of it by chance is something else (외계인, 관계인구). */
const holdsBeginning = (postings: Postings, { weight, ways }: QueryTerms, doc: number): boolean =>
  weight === 1 && ways.some(({ first }) => first !== undefined && postings.has(first, doc))

function holdsHalf(postings: Postings, terms: readonly number[], doc: number): boolean {
  const held = terms.filter((term) => postings.has(term, doc)).length
  return held > 0 && held * 2 >= terms.length
}

/** 초성 alone: titles that have them in a row. */
function byInitials<D extends SearchDocument>(
  parts: Parts<D>,
  asked: string,
  { limit = 10, offset = 0, filter }: SearchOptions<D>,
): SearchResult {
  const scores = new Float32Array(parts.documents.length)
  const ranked = parts.documents.flatMap((document, doc) => {
    const at = initialsOf(parts.titles)[doc]!.indexOf(asked)
    if (at < 0 || (filter && !filter(document))) return []
    scores[doc] = parts.priors[doc]! * (at === 0 ? 2 : 1)
    return [doc]
  })
  const page = topK(ranked, scores, offset + limit).slice(offset)
  return {
    total: ranked.length,
    hits: page.map((doc) => ({ id: parts.documents[doc]!.id, score: scores[doc]!, matched: [asked] })),
  }
}
