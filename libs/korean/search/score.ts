import type { QueryWord } from '../tokens.ts'
import type { Postings } from './postings.ts'

/** One way to say a word, as terms of the index; `worth` counts those that the index lacks, too. */
interface Way {
  readonly terms: readonly number[]
  /** What the word begins with; undefined where no document holds it. */
  readonly first: number | undefined
  readonly worth: number
  readonly factor: number
}

/** A word of the query against an index. */
export interface QueryTerms {
  readonly text: string
  readonly weight: number
  readonly ways: readonly Way[]
}

const SYNONYM_FACTOR = 0.8
/** What a term that no document holds would have been worth, as a share of the rarest. */
const UNKNOWN_SHARE = 0.6

export function termsOf(postings: Postings, word: QueryWord): QueryTerms {
  const ways = [word.tokens, ...word.alternatives].map((tokens, i) => wayOf(postings, tokens, i === 0 ? 1 : SYNONYM_FACTOR))
  return { text: word.text, weight: word.weight, ways }
}

function wayOf(postings: Postings, tokens: readonly string[], factor: number): Way {
  const rarest = Math.log(1 + (postings.size + 0.5) / 0.5)
  const terms = tokens.flatMap((token) => postings.terms.get(token) ?? [])
  const unknown = (tokens.length - terms.length) * rarest * UNKNOWN_SHARE
  return {
    terms,
    first: postings.terms.get(tokens[0] ?? ''),
    worth: terms.reduce((sum, term) => sum + postings.idf[term]!, 0) + unknown,
    factor,
  }
}

/**
 * BM25 of every document, and how much of the query it covers: each word by the share of its terms found, the best of its ways.
 * `most` is the cover of a document that holds everything.
 */
export function addScores(postings: Postings, words: readonly QueryTerms[]) {
  const scores = new Float32Array(postings.size)
  const covered = new Float32Array(postings.size)
  let most = 0
  for (const { ways, weight } of words) {
    const value = weight * Math.max(...ways.map(({ worth }) => worth), 0.001)
    most += value
    if (ways.length === 1) addWay(postings, ways[0]!, weight, value, scores, covered)
    else addBest(postings, ways, weight, value, scores, covered)
  }
  return { scores, covered, most: Math.max(most, 0.001) }
}

function addWay(
  { starts, documents, impacts, idf }: Postings,
  way: Way,
  weight: number,
  value: number,
  scores: Float32Array,
  covered: Float32Array,
) {
  const scale = weight * way.factor
  for (const term of way.terms) {
    const share = way.worth > 0 ? (value * idf[term]!) / way.worth : 0
    for (let at = starts[term]!; at < starts[term + 1]!; at += 1) {
      const document = documents[at]!
      scores[document]! += scale * impacts[at]!
      covered[document]! += share
    }
  }
}

function addBest(
  postings: Postings,
  ways: readonly Way[],
  weight: number,
  value: number,
  scores: Float32Array,
  covered: Float32Array,
) {
  const best = new Float32Array(postings.size)
  const bestCover = new Float32Array(postings.size)
  for (const way of ways) {
    const wayScores = new Float32Array(postings.size)
    const wayCover = new Float32Array(postings.size)
    addWay(postings, way, weight, value, wayScores, wayCover)
    for (let i = 0; i < best.length; i += 1) {
      if (wayScores[i]! > best[i]!) best[i] = wayScores[i]!
      if (wayCover[i]! > bestCover[i]!) bestCover[i] = wayCover[i]!
    }
  }
  for (let i = 0; i < best.length; i += 1) {
    scores[i]! += best[i]!
    covered[i]! += bestCover[i]!
  }
}
