import type { SearchDocument } from '../search.ts'
import { tokens } from '../tokens.ts'

/** The inverted index: for each term the documents that hold it, ascending, and how much it says about each. */
export interface Postings {
  readonly terms: ReadonlyMap<string, number>
  /** The postings of term t lie in starts[t]..starts[t + 1]. */
  readonly starts: Uint32Array
  readonly documents: Uint32Array
  /** BM25 of the term in the document, inverse document frequency included. */
  readonly impacts: Float32Array
  /** Inverse document frequency of each term: how telling it is. */
  readonly idf: Float32Array
  readonly size: number
  has(term: number, document: number): boolean
}

const K1 = 1.2
/** Weight and length normalisation of each field. */
const FIELDS: readonly { readonly weight: number; readonly b: number; readonly text: (document: SearchDocument) => string }[] = [
  { weight: 4, b: 0.5, text: ({ title }) => title },
  { weight: 3, b: 0.3, text: ({ keywords }) => keywords?.join(' ') ?? '' },
  { weight: 1, b: 0.3, text: ({ agency }) => agency ?? '' },
  { weight: 1, b: 0.75, text: ({ summary }) => summary ?? '' },
]

export function buildPostings(documents: readonly SearchDocument[]): Postings {
  const fields = FIELDS.map(({ text }) => documents.map((document) => tokens(text(document))))
  const averages = fields.map((field) =>
    Math.max(1, field.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length)),
  )
  const terms = new Map<string, number>()
  const lists: { documents: number[]; frequencies: number[] }[] = []
  for (let document = 0; document < documents.length; document += 1) {
    for (const [term, frequency] of weighted(fields, averages, document)) {
      let id = terms.get(term)
      if (id === undefined) {
        id = lists.length
        terms.set(term, id)
        lists.push({ documents: [], frequencies: [] })
      }
      lists[id]!.documents.push(document)
      lists[id]!.frequencies.push(frequency)
    }
  }
  return pack(terms, lists, documents.length)
}

/** Field-weighted, length-normalised frequency of each term in one document (BM25F). */
function weighted(fields: readonly (readonly string[])[][], averages: readonly number[], document: number): Map<string, number> {
  const frequencies = new Map<string, number>()
  for (const [i, { weight, b }] of FIELDS.entries()) {
    const words = fields[i]![document]!
    const share = weight / (1 - b + (b * words.length) / averages[i]!)
    for (const word of words) frequencies.set(word, (frequencies.get(word) ?? 0) + share)
  }
  return frequencies
}

function pack(
  terms: Map<string, number>,
  lists: readonly { documents: number[]; frequencies: number[] }[],
  size: number,
): Postings {
  const starts = new Uint32Array(lists.length + 1)
  for (const [i, list] of lists.entries()) starts[i + 1] = starts[i]! + list.documents.length
  const documents = new Uint32Array(starts[lists.length]!)
  const impacts = new Float32Array(documents.length)
  const idf = new Float32Array(lists.length)
  for (const [i, list] of lists.entries()) {
    const count = list.documents.length
    idf[i] = Math.log(1 + (size - count + 0.5) / (count + 0.5))
    documents.set(list.documents, starts[i]!)
    impacts.set(
      list.frequencies.map((frequency) => (idf[i]! * frequency * (K1 + 1)) / (frequency + K1)),
      starts[i]!,
    )
  }
  return { terms, starts, documents, impacts, idf, size, has: (term, document) => holds(starts, documents, term, document) }
}

function holds(starts: Uint32Array, documents: Uint32Array, term: number, document: number): boolean {
  let [low, high] = [starts[term]!, starts[term + 1]! - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = documents[middle]!
    if (found === document) return true
    if (found < document) low = middle + 1
    else high = middle - 1
  }
  return false
}
