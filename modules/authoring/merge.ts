/** Three versions of a YAML file made one, part by part: the author's text stays as it is, what others changed elsewhere goes into it. */
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  stringify,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { Conflict } from './contract.ts'

/** The field that names an item of a list; the first that every item has, each with another value. */
const NAMES = ['id', 'let', 'code', 'version', 'from', 'name', 'template', 'fact', 'service', 'ref', 'kind']

interface Three {
  readonly base: unknown
  readonly mine: unknown
  readonly theirs: unknown
}
interface Merging {
  readonly doc: Document
  readonly file: string
  readonly conflicts: Conflict[]
}
type Path = readonly (string | number)[]

/** Undefined when one of them is no YAML, or has parts that stand for others (`*name`): nothing can be merged then. */
export function mergeYaml(
  file: string,
  { base, mine, theirs }: { readonly base: string; readonly mine: string; readonly theirs: string },
): { readonly text: string; readonly conflicts: readonly Conflict[] } | undefined {
  if (base === theirs || mine === theirs) return { text: mine, conflicts: [] }
  if (base === mine) return { text: theirs, conflicts: [] }
  const docs = [base, mine, theirs].map((text) => parseDocument(text, { uniqueKeys: false }))
  if (!docs.every(isReadable)) return undefined
  const [old, doc, other] = docs as [Document, Document, Document]
  const merging: Merging = { doc, file, conflicts: [] }
  const merged = merge({ base: old.contents, mine: doc.contents, theirs: other.contents }, [], merging)
  doc.contents = (merged ?? null) as typeof doc.contents
  return { text: doc.toString({ lineWidth: 0 }), conflicts: merging.conflicts }
}

const isReadable = (doc: Document): boolean => {
  let aliases = 0
  visit(doc, { Alias: () => void aliases++ })
  return doc.errors.length === 0 && aliases === 0
}

const plain = (node: unknown, doc: Document): unknown =>
  node === undefined ? undefined : ((node as Node | null)?.toJS?.(doc) ?? null)

/** The node that stands: the author's own, changed inside where others changed what the author did not. */
function merge({ base, mine, theirs }: Three, said: Path, merging: Merging): unknown {
  const text = (node: unknown) => (node === undefined ? null : stringify(plain(node, merging.doc), { lineWidth: 0 }).trim())
  const [before, own, other] = [text(base), text(mine), text(theirs)]
  if (before === other || own === other) return mine
  if (before === own) return theirs
  if (isMap(mine) && isMap(theirs) && (isMap(base) || base === undefined))
    return mergeMaps(mine, theirs, isMap(base) ? base : undefined, said, merging)
  if (isSeq(mine) && isSeq(theirs) && isSeq(base)) {
    const name = nameOf([base, mine, theirs])
    if (name !== undefined) return mergeLists({ mine, theirs, base, name }, said, merging)
  }
  merging.conflicts.push({ file: merging.file, part: said.join('.'), before, mine: own, theirs: other })
  return mine
}

const keyOf = (key: unknown): string => String(isScalar(key) ? key.value : key)

function mergeMaps(mine: YAMLMap, theirs: YAMLMap, base: YAMLMap | undefined, said: Path, merging: Merging): YAMLMap {
  const keys = new Set([...mine.items, ...theirs.items].map(({ key }) => keyOf(key)))
  for (const key of keys) {
    const get = (map: YAMLMap | undefined) => map?.items.find((pair) => keyOf(pair.key) === key)
    const [old, own, other] = [get(base), get(mine), get(theirs)]
    const stands = merge({ base: old?.value, mine: own?.value, theirs: other?.value }, [...said, key], merging)
    if (stands === undefined && own) mine.items.splice(mine.items.indexOf(own), 1)
    else if (own) own.value = stands
    else if (stands !== undefined && other) mine.items.push(other)
  }
  return mine
}

interface Lists {
  readonly mine: YAMLSeq
  readonly theirs: YAMLSeq
  readonly base: YAMLSeq
  readonly name: string
}

/** Items are known by their name, wherever they stand; new ones of others follow the item they follow there. */
function mergeLists({ mine, theirs, base, name }: Lists, said: Path, merging: Merging): YAMLSeq {
  const by = (seq: YAMLSeq) => new Map(seq.items.map((item) => [String((item as YAMLMap).get(name)), item]))
  const [old, own, other] = [by(base), by(mine), by(theirs)]
  const items: [string, unknown][] = []
  for (const [key, item] of own) {
    const stands = merge({ base: old.get(key), mine: item, theirs: other.get(key) }, [...said, key], merging)
    if (stands !== undefined) items.push([key, stands])
  }
  const order = [...other.keys()]
  for (const [key, item] of other) {
    if (own.has(key)) continue
    const stands = merge({ base: old.get(key), mine: undefined, theirs: item }, [...said, key], merging)
    if (stands === undefined) continue
    const before = order.slice(0, order.indexOf(key)).reverse()
    const at = before.map((one) => items.findIndex(([has]) => has === one)).find((index) => index >= 0) ?? -1
    items.splice(at + 1, 0, [key, stands])
  }
  mine.items = items.map(([, item]) => item)
  return mine
}

const nameOf = (lists: readonly YAMLSeq[]): string | undefined =>
  NAMES.find((name) =>
    lists.every(({ items }) => {
      const names = items.map((item) => (isMap(item) && item.has(name) ? String(item.get(name)) : undefined))
      return !names.includes(undefined) && new Set(names).size === names.length
    }),
  )
