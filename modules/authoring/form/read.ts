/** Files as a form. */
import type { Document, YAMLMap } from 'yaml'
import type { ListName, Row, RuleFile, RuleForm } from '../contract.ts'
import { type Column, COLUMNS, HEAD, KEYS } from './columns.ts'
import { type Documents, documentsOf, mapsIn, placesOf, seqAt } from './files.ts'

/** Null when a file cannot be read as YAML. */
export function readForm(slug: string, files: readonly RuleFile[]): RuleForm | null {
  const docs = documentsOf(slug, files)
  return docs ? formOf(docs) : null
}

export const formOf = (docs: Documents): RuleForm => ({
  head: headOf(docs.service),
  criteria: rowsOf(docs, 'criteria'),
  steps: rowsOf(docs, 'steps'),
  figures: rowsOf(docs, 'figures'),
  cases: rowsOf(docs, 'cases'),
})

function headOf(doc: Document): Row {
  const plain = (path: readonly string[]) => doc.getIn(path) as unknown
  const fields = HEAD.map(({ name, path, show }) => [name, show(plain(path))] as const)
  const head = Object.fromEntries(fields)
  const log = (
    doc.toJS({ maxAliasCount: 100 }) as { changeLog?: readonly { version?: unknown; says?: { ko?: string; en?: string } }[] }
  ).changeLog
  const own = Array.isArray(log) ? log.find((entry) => String(entry?.version) === head['version']) : undefined
  return { ...head, changesKo: own?.says?.ko ?? '', changesEn: own?.says?.en ?? '' }
}

function rowsOf(docs: Documents, list: ListName): Row[] {
  return placesOf(docs, list).flatMap((place) => {
    const maps = mapsIn(seqAt(place))
    const names = keysOf(maps, list, place.doc)
    return maps.map((map, i): Row => {
      const fields = COLUMNS[list].map((column) => [column.name, shown(map, column, place.doc)] as const)
      return {
        was: names[i]!,
        ...(place.parameter === undefined ? {} : { parameter: place.parameter }),
        ...Object.fromEntries(fields),
      }
    })
  })
}

/** What an item is called while a form is open: by its name, or by its place when that is not its alone. */
export function keysOf(maps: readonly YAMLMap[], list: ListName, doc: Document): string[] {
  const column = COLUMNS[list].find(({ name }) => name === KEYS[list])!
  const names = maps.map((map) => shown(map, column, doc))
  return names.map((name, i) => (name !== '' && names.indexOf(name) === i && names.lastIndexOf(name) === i ? name : `#${i}`))
}

/** The text of one field as it stands in an item. */
export function shown(map: YAMLMap, { path, show }: Column, doc: Document): string {
  const node = map.getIn(path, true)
  if (node === undefined || node === null) return ''
  const plain = typeof node === 'object' && 'toJS' in node ? (node as { toJS(doc: Document): unknown }).toJS(doc) : node
  return show(plain)
}
