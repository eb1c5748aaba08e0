import assert from 'node:assert/strict'
import test from 'node:test'
import { LimitError } from '../errors.ts'
import { findTck, readTck } from '../tck/archive.ts'
import { analyseTable, createDmn, DmnError, readDmn, writeDmn } from './index.ts'

/** mulberry32: the same numbers everywhere. */
function numbersFrom(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const SCRAPS = [
  '<',
  '>',
  '"',
  '#',
  '-',
  '&amp;',
  '?',
  'not(',
  '[',
  '..',
  ')',
  ' for i in 1..99999999 return i ',
  '1e6144',
  'null',
  'Any',
  '@"',
  '\u0000',
  'F',
]

/** Pieces taken out, put in, doubled or moved; then what stands between tags may be anything, and tags may not fit. */
function mutated(text: string, next: () => number): string {
  let result = text
  const at = () => Math.floor(next() * result.length)
  for (let n = 1 + Math.floor(next() * 4); n > 0; n--) {
    const from = at()
    const piece = result.slice(from, from + Math.floor(next() * 40))
    const kind = Math.floor(next() * 4)
    if (kind === 0) result = result.slice(0, from) + result.slice(from + piece.length)
    else if (kind === 1) result = result.slice(0, from) + SCRAPS[Math.floor(next() * SCRAPS.length)] + result.slice(from)
    else {
      const to = at()
      result = result.slice(0, to) + piece + result.slice(kind === 2 ? to : to + piece.length)
    }
  }
  return result
}

/** Everything that can be done with a document; only typed errors may come out. */
function use(xml: string): boolean {
  try {
    const model = readDmn(xml)
    readDmn(writeDmn(model))
    const dmn = createDmn([model])
    for (const { table } of dmn.parts.tables) analyseTable(table)
    for (const { element } of dmn.elements) {
      if (element.kind === 'knowledgeSource') continue
      for (const absent of [null, undefined]) dmn.evaluate(element.name, {}, { absent })
    }
    return true
  } catch (error) {
    if (error instanceof DmnError || error instanceof LimitError) return false
    throw error
  }
}

const place = findTck(process.env['DMN_TCK'])
const skip = place === undefined && 'there is no TCK beside the repository and DMN_TCK is not set'
const COUNT = Number(process.env['DMN_FUZZ'] ?? 300)
const SEED = Number(process.env['DMN_FUZZ_SEED'] ?? 1)

/** Seeds that found something, once. */
const FOUND: readonly number[] = []

test('documents broken at random are read or refused, and evaluated, without any other error', { skip }, () => {
  const models = [...readTck(place!)].flatMap(([path, xml]) => (path.endsWith('.dmn') && xml.length < 20_000 ? [xml] : []))
  let used = 0
  for (const seed of [...FOUND, ...Array.from({ length: COUNT }, (_, i) => SEED * 1_000_000 + i)]) {
    const next = numbersFrom(seed)
    const xml = mutated(models[Math.floor(next() * models.length)]!, next)
    try {
      if (use(xml)) used++
    } catch (error) {
      assert.fail(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }
  assert.ok(used > COUNT / 10, `only ${used} of ${COUNT} were still documents`)
})
