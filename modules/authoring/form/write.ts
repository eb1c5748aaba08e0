/** A form back into its files: only what was changed is touched. */
import { type Document, isMap, type YAMLMap, YAMLSeq } from 'yaml'
import { type ListName, type Row, type RuleFile, type RuleForm, tooMuch, unknownPart } from '../contract.ts'
import { type Column, COLUMNS, HEAD, MOST } from './columns.ts'
import {
  casesPath,
  type Documents,
  documentsOf,
  isParameters,
  type ListPlace,
  mapsIn,
  placesOf,
  seqAt,
  servicePath,
} from './files.ts'
import { formOf, keysOf, shown } from './read.ts'

/** The files with what `change` makes of their form. Throws `authoring/unknown-part` (no YAML), `authoring/too-much`. `today` is the day of the change log. */
export function rewrite(
  slug: string,
  files: readonly RuleFile[],
  change: (form: RuleForm) => RuleForm,
  today: string,
): readonly RuleFile[] {
  const docs = documentsOf(slug, files)
  if (!docs) throw unknownPart({ part: 'form' })
  const before = formOf(docs)
  const form = change(before)
  writeHead(docs, before.head, form.head, today)
  for (const list of ['criteria', 'steps', 'figures', 'cases'] as const) {
    if (form[list].length > MOST[list]) throw tooMuch({ what: list, most: MOST[list] })
    if (JSON.stringify(form[list]) === JSON.stringify(before[list])) continue
    for (const place of placesOf(docs, list))
      writeList(
        place,
        list,
        place.parameter === undefined ? form[list] : form[list].filter((row) => row['parameter'] === place.parameter),
      )
  }
  tendReasons(docs.service, before.criteria, form.criteria)
  return filesOf(slug, files, docs, before)
}

function filesOf(slug: string, files: readonly RuleFile[], docs: Documents, before: RuleForm): readonly RuleFile[] {
  const after = formOf(docs)
  const isSame = (...parts: (keyof RuleForm)[]) =>
    parts.every((part) => JSON.stringify(before[part]) === JSON.stringify(after[part]))
  const text = (doc: Document) => doc.toString({ lineWidth: 0 })
  const next = new Map(files.map(({ path, text: old }) => [path, old]))
  if (!isSame('head', 'criteria', 'steps')) next.set(servicePath(slug), text(docs.service))
  if (!isSame('cases')) next.set(casesPath(slug), text(docs.cases))
  if (!isSame('figures')) for (const [path, doc] of docs.parameters) if (isParameters(path)) next.set(path, text(doc))
  return [...next].map(([path, written]) => ({ path, text: written }))
}

function writeHead(docs: Documents, before: Row, after: Row, today: string): void {
  for (const { name, path, read } of HEAD) {
    const typed = after[name]
    if (typed === undefined || typed === before[name]) continue
    if (typed.trim() === '') docs.service.deleteIn(path)
    else docs.service.setIn(path, read(typed.trim()))
  }
  const says = { ko: after['changesKo'] ?? '', en: after['changesEn'] ?? '' }
  if (says.ko === before['changesKo'] && says.en === before['changesEn']) return
  writeChangeLog(docs.service, after['version'] ?? before['version'] ?? '', says, today)
}

function writeChangeLog(doc: Document, version: string, { ko, en }: { ko: string; en: string }, on: string): void {
  const log = doc.get('changeLog')
  const seq = log instanceof YAMLSeq ? log : new YAMLSeq()
  seq.items = seq.items.filter((item) => !(isMap(item) && String(item.get('version')) === version))
  if (ko.trim() !== '')
    seq.items.push(
      doc.createNode({ version, on, says: { ko: ko.trim(), ...(en.trim() === '' ? {} : { en: en.trim() }) } }, { flow: true }),
    )
  if (seq.items.length === 0) doc.delete('changeLog')
  else doc.set('changeLog', seq)
}

function writeList(place: ListPlace, list: ListName, rows: readonly Row[]): void {
  const { doc, path } = place
  const old = seqAt(place)
  if (rows.length === 0 && !old) return
  const maps = mapsIn(old)
  const keys = keysOf(maps, list, doc)
  const seq = old ?? new YAMLSeq()
  if (seq.items.length === 0) seq.flow = false
  seq.items = rows.map((row) => {
    const at = row['was'] ? keys.indexOf(row['was']) : -1
    const map = at >= 0 ? maps[at]! : (doc.createNode({}, { flow: list === 'figures' }) as YAMLMap)
    for (const column of COLUMNS[list]) writeField(map, column, row[column.name], doc)
    return map
  })
  if (list === 'steps' && rows.length === 0) doc.delete('amount')
  else if (!old && path.length === 0) doc.contents = seq as unknown as typeof doc.contents
  else if (!old) doc.setIn(path, seq)
}

function writeField(map: YAMLMap, column: Column, typed: string | undefined, doc: Document): void {
  if (typed === undefined || typed === shown(map, column, doc)) return
  const { path, read } = column
  if (typed.trim() === '' && column.name !== 'given') {
    map.deleteIn(path)
    const [outer] = path
    if (path.length > 1 && outer !== 'expect') {
      const holder = map.get(outer)
      if (isMap(holder) && holder.items.length === 0) map.delete(outer)
    }
    return
  }
  const value = read(typed.trim())
  if (path.length > 1 && !map.has(path[0]!)) map.set(path[0]!, doc.createNode({}, { flow: true }))
  map.setIn(path, doc.createNode(value, { flow: true }))
  if (column.name === 'value') map.delete('missing')
}

/** A refusal that lists its reasons has one for each criterion: new ones get theirs, those of criteria that are gone go too. */
function tendReasons(doc: Document, before: readonly Row[], after: readonly Row[]): void {
  const now = new Set(after.map((row) => row['id']))
  const old = new Set(before.map((row) => row['id']))
  const gone = [...old].filter((id) => !now.has(id))
  const fresh = after.filter((row) => !old.has(row['id']) && row['id'] && row['ko'])
  if (gone.length === 0 && fresh.length === 0) return
  const decisions = doc.get('decisions')
  if (!(decisions instanceof YAMLSeq)) return
  for (const decision of mapsIn(decisions)) {
    const reasons = decision.get('reasons')
    if (!(reasons instanceof YAMLSeq) || !mapsIn(reasons).some((reason) => old.has(String(reason.get('code'))))) continue
    reasons.items = reasons.items.filter((reason) => !(isMap(reason) && gone.includes(String(reason.get('code')))))
    const has = new Set(mapsIn(reasons).map((reason) => String(reason.get('code'))))
    for (const { id, ko, en, law } of fresh)
      if (!has.has(id!))
        reasons.items.push(
          doc.createNode({ code: id, says: { ko, ...(en ? { en } : {}) }, ...(law ? { law } : {}) }, { flow: true }),
        )
  }
}
