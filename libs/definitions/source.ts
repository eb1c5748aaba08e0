/** A YAML or TSV file with the place of everything in it. */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml'
import { type Finding, finding, type Place } from './findings.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { offsetWithin } from './within.ts'
import { DEEPEST, readPlain } from './yaml-plain.ts'

export type Path = readonly PropertyKey[]

export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** A parsed file: its plain value, and where each part of it stands. */
export interface Source {
  readonly file: string
  readonly value: unknown
  /**
   * The place of a path inside the value; of the nearest part that exists when the path does not. With `offset` that of a letter
   * of the text there.
   */
  locate(path: Path, offset?: number): Place
}

/** Letters of one file; to parse more takes longer than anybody would wait. */
const LONGEST = 1_000_000

/** Reads YAML 1.2. Days and versions stay strings; numbers with leading zeros or more than 15 digits stay what was written. */
export function readYaml({ path: file, text }: SourceFile): { source: Source | null; findings: Finding[] } {
  if (text.length > LONGEST) {
    return { source: null, findings: [told('yaml.tooLong', { file, line: 1 })] }
  }
  const plain = readPlain(text)
  if (!plain) return readWithPlaces({ path: file, text })
  let placed: Source | null | undefined
  const locate: Source['locate'] = (path, offset) => {
    placed ??= readWithPlaces({ path: file, text }).source
    return placed?.locate(path, offset) ?? { file, line: 1 }
  }
  return { source: { file, value: plain.value, locate }, findings: [] }
}

/** Slower, and knows the place of everything: for mistakes, and for files that are not plain. */
export function readWithPlaces({ path: file, text }: SourceFile): { source: Source | null; findings: Finding[] } {
  const lines = new LineCounter()
  const doc = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const tooDeep = doc.errors.find(isTooDeep)
  if (tooDeep) return { source: null, findings: [told('yaml.tooDeep', at(tooDeep.pos[0]))] }
  if (doc.errors.length > 0) {
    return { source: null, findings: doc.errors.map((e) => finding('yaml.syntax', at(e.pos[0]), { problem: said(e) })) }
  }
  const budget: Budget = { aliases: 100, deepest: undefined }
  const value = toPlain(doc.contents, doc, budget)
  if (budget.deepest !== undefined) return { source: null, findings: [told('yaml.tooDeep', at(budget.deepest))] }
  if (budget.aliases < 0) return { source: null, findings: [told('yaml.aliases', { file, line: 1 })] }
  const locate: Source['locate'] = (path, offset) => {
    const within = offset === undefined ? undefined : offsetWithin(doc.getIn(path, true), text, offset)
    return at(within ?? offsetOf(doc.contents, path))
  }
  return { source: { file, value, locate }, findings: [] }
}

/** In Korean the commonest mistakes, in English as the parser says it. */
function said({ code, message }: YAMLError): { readonly ko: string; readonly en: string } {
  const key = `yaml.said.${code}`
  return { ko: key in ko ? ko[key as keyof typeof ko] : ko['yaml.said.other'], en: message }
}

const told = (problem: 'yaml.tooLong' | 'yaml.tooDeep' | 'yaml.aliases', place: Place): Finding =>
  finding('yaml.syntax', place, { problem: { ko: ko[problem], en: en[problem] } })

/** The parser leaves its stack, and calls that a mistake like others. */
const isTooDeep = ({ message }: YAMLError): boolean => /call stack|too much recursion/i.test(message)

interface Budget {
  aliases: number
  /** Where something stands that is nested too deeply. */
  deepest: number | undefined
}

function toPlain(node: unknown, doc: Document, budget: Budget, depth = 0): unknown {
  if (isAlias(node)) {
    budget.aliases -= 1
    return budget.aliases < 0 ? null : toPlain(node.resolve(doc), doc, budget, depth)
  }
  if ((isSeq(node) || isMap(node)) && depth === DEEPEST) {
    budget.deepest ??= node.range?.[0] ?? 0
    return null
  }
  const inner = (item: unknown): unknown => toPlain(item, doc, budget, depth + 1)
  if (isSeq(node)) return node.items.map(inner)
  if (isMap(node)) return Object.fromEntries(node.items.map((pair) => [keyOf(pair.key), inner(pair.value)]))
  if (!isScalar(node)) return null
  if (typeof node.value === 'number' && node.source !== undefined && /^-?0\d|^\d{16,}$/.test(node.source)) return node.source
  return node.value
}

const keyOf = (key: unknown): string => String(isScalar(key) ? (key.source ?? key.value) : key)

function offsetOf(root: Node | null, path: Path): number {
  let offset = root?.range?.[0] ?? 0
  let node: unknown = root
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((p) => keyOf(p.key) === String(step))
      if (!pair) return offset
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      const item = node.items[Number(step)]
      if (item === undefined) return offset
      node = item
      if (isScalar(item) || isMap(item) || isSeq(item)) offset = item.range?.[0] ?? offset
    } else return offset
  }
  return offset
}

export interface Table {
  readonly file: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

/** Reads a table of tab-separated values: a header line, one row a line, `#` begins a comment line. */
export function readTsv({ path: file, text }: SourceFile): Table {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const rows: { line: number; cells: string[] }[] = []
  lines.forEach((line, index) => {
    if (line !== '' && !line.startsWith('#')) rows.push({ line: index + 1, cells: line.split('\t') })
  })
  const [header, ...rest] = rows
  return { file, columns: header?.cells.map((c) => c.trim()) ?? [], rows: rest }
}
