/** The files of a draft as YAML documents, comments and order kept. */
import { type Document, isMap, isSeq, parseDocument, visit, type YAMLMap, type YAMLSeq } from 'yaml'
import type { ListName, RuleFile } from '../contract.ts'

export interface Documents {
  readonly service: Document
  readonly cases: Document
  /** By path. */
  readonly parameters: ReadonlyMap<string, Document>
}

export const servicePath = (slug: string): string => `services/${slug}/service.yaml`
export const casesPath = (slug: string): string => `services/${slug}/cases.yaml`
export const isParameters = (path: string): boolean => /^parameters\/[^/]+\.yaml$/.test(path)

/** Undefined when one of them is no YAML, or not of the right kind. */
export function documentsOf(slug: string, files: readonly RuleFile[]): Documents | undefined {
  const read = (path: string) => parseDocument(files.find((file) => file.path === path)?.text ?? '', { uniqueKeys: false })
  const service = read(servicePath(slug))
  const cases = read(casesPath(slug))
  const parameters = new Map(files.filter(({ path }) => isParameters(path)).map(({ path }) => [path, read(path)] as const))
  const all = [service, cases, ...parameters.values()]
  if (all.some((doc) => doc.errors.length > 0 || isTangled(doc)) || !isMap(service.contents)) return undefined
  if (cases.contents !== null && !isSeq(cases.contents)) return undefined
  return { service, cases, parameters }
}

/** Aliases of aliases grow without end when they are written out; the check tells it. */
function isTangled(doc: Document): boolean {
  let aliases = 0
  visit(doc, { Alias: () => void aliases++ })
  return aliases > MOST_ALIASES
}

const MOST_ALIASES = 20

const PATHS = { criteria: ['eligibility', 'criteria'], steps: ['amount', 'steps'] } as const

export interface ListPlace {
  readonly doc: Document
  readonly path: readonly (string | number)[]
  /** Whose values these are, for figures. */
  readonly parameter?: string
}

/** Where the items of a list stand; figures stand in several places. */
export function placesOf(docs: Documents, list: ListName): readonly ListPlace[] {
  if (list === 'cases') return [{ doc: docs.cases, path: [] }]
  if (list !== 'figures') return [{ doc: docs.service, path: PATHS[list] }]
  return [...docs.parameters.values()].flatMap((doc) => {
    if (isMap(doc.contents)) return [{ doc, path: ['values'], parameter: String(doc.get('id')) }]
    if (!isSeq(doc.contents)) return []
    return doc.contents.items.map((item, i) => ({
      doc,
      path: [i, 'values'],
      parameter: isMap(item) ? String(item.get('id')) : '',
    }))
  })
}

export function seqAt({ doc, path }: ListPlace): YAMLSeq | undefined {
  const node = path.length === 0 ? doc.contents : doc.getIn(path)
  return isSeq(node) ? node : undefined
}

export const mapsIn = (seq: YAMLSeq | undefined): YAMLMap[] => seq?.items.filter((item) => isMap(item)) ?? []
