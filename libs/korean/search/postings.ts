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

type Steps<T> = Generator<void, T>
/** Documents in one step: reading their texts takes longest. */
const READ = 100
const FILLED = 1000

export function* postingSteps(documents: readonly SearchDocument[]): Steps<Postings> {
  const terms = new Map<string, number>()
  const fields = yield* readFields(documents, terms)
  const starts = yield* startsOf(fields, documents.length, terms.size)
  const { holders, frequencies } = yield* fill(fields, starts, documents.length)
  const idf = new Float32Array(terms.size)
  const impacts = new Float32Array(holders.length)
  for (let term = 0; term < terms.size; term += 1) {
    const count = starts[term + 1]! - starts[term]!
    idf[term] = Math.log(1 + (documents.length - count + 0.5) / (count + 0.5))
    for (let at = starts[term]!; at < starts[term + 1]!; at += 1)
      impacts[at] = (idf[term]! * frequencies[at]! * (K1 + 1)) / (frequencies[at]! + K1)
  }
  const has = (term: number, document: number) => holds(starts, holders, term, document)
  return { terms, starts, documents: holders, impacts, idf, size: documents.length, has }
}

/** One field of all documents, as terms by number. */
interface Field {
  readonly words: readonly (readonly number[])[]
  /** How much a word says in a document: the weight of the field, less where the field is long (BM25F). */
  readonly shares: Float64Array
}

/** Reads each text once: the same agencies, fields and titles come again and again. */
function* readFields(documents: readonly SearchDocument[], terms: Map<string, number>): Steps<Field[]> {
  const known = new Map<string, readonly number[]>()
  const numbered = (term: string): number => {
    const number = terms.get(term) ?? terms.size
    if (number === terms.size) terms.set(term, number)
    return number
  }
  const read = (text: string): readonly number[] => {
    const words = known.get(text) ?? tokens(text).map(numbered)
    known.set(text, words)
    return words
  }
  const fields: Field[] = []
  for (const { weight, b, text } of FIELDS) {
    const words: (readonly number[])[] = []
    for (const [i, document] of documents.entries()) {
      if (i % READ === 0) yield
      words.push(read(text(document)))
    }
    const average = Math.max(1, words.reduce((sum, { length }) => sum + length, 0) / Math.max(1, words.length))
    fields.push({ words, shares: Float64Array.from(words, ({ length }) => weight / (1 - b + (b * length) / average)) })
  }
  return fields
}

/** Where the postings of each term begin: one place for each document that holds it. */
function* startsOf(fields: readonly Field[], size: number, terms: number): Steps<Uint32Array> {
  const starts = new Uint32Array(terms + 1)
  const last = new Int32Array(terms).fill(-1)
  for (let document = 0; document < size; document += 1) {
    if (document % FILLED === 0) yield
    for (const { words } of fields) {
      for (const term of words[document]!) {
        if (last[term] === document) continue
        last[term] = document
        starts[term + 1]! += 1
      }
    }
  }
  for (let term = 0; term < terms; term += 1) starts[term + 1]! += starts[term]!
  return starts
}

/** The documents of each term, and its weighted frequency in each. */
function* fill(fields: readonly Field[], starts: Uint32Array, size: number) {
  const total = starts.at(-1)!
  const holders = new Uint32Array(total)
  const frequencies = new Float64Array(total)
  const next = starts.slice()
  for (let document = 0; document < size; document += 1) {
    if (document % FILLED === 0) yield
    for (const { words, shares } of fields) {
      for (const term of words[document]!) {
        const isNew = next[term] === starts[term] || holders[next[term]! - 1] !== document
        if (isNew) holders[next[term]!++] = document
        frequencies[next[term]! - 1]! += shares[document]!
      }
    }
  }
  return { holders, frequencies }
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
