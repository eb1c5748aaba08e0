/** 묶음정보 (전자정부법 제43조의2): which facts stand on which paper, and which papers one errand asks for. Read from two tables. */
import { type Finding, finding } from './findings.ts'
import type { FactDefinition } from './schemas/fact.ts'
import type { Table } from './source.ts'

/** What a certificate says, as facts of the vocabulary that registers hold. */
export interface PaperDefinition {
  readonly id: string
  readonly title: { readonly ko: string; readonly en: string }
  readonly facts: readonly string[]
}

/** An errand, who may be sent to for it, and what they get: the facts of its papers and no other. */
export interface BundleDefinition {
  readonly id: string
  readonly title: { readonly ko: string; readonly en: string }
  readonly audience: 'person' | 'business'
  /** Kinds of receivers: bank, insurer, agency, … */
  readonly receivers: readonly string[]
  readonly papers: readonly string[]
  /** Of all its papers, each once. */
  readonly facts: readonly string[]
}

export interface Bundles {
  readonly papers: ReadonlyMap<string, PaperDefinition>
  readonly bundles: ReadonlyMap<string, BundleDefinition>
}

const PAPER = ['id', 'ko', 'en', 'facts'] as const
const BUNDLE = ['id', 'ko', 'en', 'audience', 'receivers', 'papers'] as const

/** What cannot be used is left out and told, with file and line. */
export function loadBundles(
  papers: Table,
  bundles: Table,
  facts: ReadonlyMap<string, FactDefinition>,
  findings: Finding[],
): Bundles {
  const found: { papers: Map<string, PaperDefinition>; bundles: Map<string, BundleDefinition> } = {
    papers: new Map(),
    bundles: new Map(),
  }
  read(papers, PAPER, findings, (cells) => {
    const [id, ko, en, words] = cells as [string, string, string, string]
    const own = words.split(' ')
    const wrong = own.find((fact) => facts.get(fact)?.register === undefined || facts.get(fact)?.register === null)
    if (wrong) return `${wrong} is no fact of a register`
    if (found.papers.has(id)) return `${id} stands twice`
    found.papers.set(id, { id, title: { ko, en }, facts: own })
    return null
  })
  read(bundles, BUNDLE, findings, (cells) => {
    const [id, ko, en, audience, receivers, words] = cells as [string, string, string, string, string, string]
    const own = words.split(' ')
    const wrong = own.find((paper) => !found.papers.has(paper))
    if (wrong) return `there is no paper ${wrong}`
    if (audience !== 'person' && audience !== 'business') return `audience: ${audience}`
    if (found.bundles.has(id)) return `${id} stands twice`
    const all = [...new Set(own.flatMap((paper) => found.papers.get(paper)!.facts))]
    found.bundles.set(id, { id, title: { ko, en }, audience, receivers: receivers.split(' '), papers: own, facts: all })
    return null
  })
  return found
}

function read(
  { file, columns, rows }: Table,
  wanted: readonly string[],
  findings: Finding[],
  take: (cells: readonly string[]) => string | null,
): void {
  if (columns.length === 0) return
  for (const name of wanted)
    if (!columns.includes(name)) findings.push(finding('table.column', { file, line: 1 }, { column: name }))
  const places = wanted.map((name) => columns.indexOf(name))
  for (const { line, cells } of rows) {
    const own = places.map((at) => cells[at]?.trim() ?? '')
    if (cells.length !== columns.length) {
      findings.push(finding('table.cells', { file, line }, { expected: String(columns.length), found: String(cells.length) }))
      continue
    }
    const problem = own.some((cell) => cell === '') ? `${wanted[own.indexOf('')]} is empty` : take(own)
    if (problem) findings.push(finding('table.value', { file, line }, { problem }))
  }
}
