/** What a posted form, or one of its buttons, makes of the form as it was. */
import { type Edit, type ListName, type Row, type RuleForm, tooMuch, unknownPart } from '../contract.ts'
import { BAR, COLUMNS, EXPRESSION, LONGEST_FIELD, MOST } from './columns.ts'

const LISTS: readonly ListName[] = ['criteria', 'steps', 'figures', 'cases']
const FIELD = /^(head|criteria|steps|figures|cases)\.(?:(\d{1,3})\.)?([a-zA-Z]{1,20})$/

/** The form with what was typed; only the lists that were on the page count. Throws `authoring/unknown-part`, `authoring/too-much`. */
export function applyFields(form: RuleForm, { lists, fields, act }: Extract<Edit, { kind: 'form' }>): RuleForm {
  const typed = new Map<string, Map<number, Record<string, string>>>()
  for (const [name, value] of Object.entries(fields)) {
    const found = FIELD.exec(name)
    if (!found) continue
    if (value.length > LONGEST_FIELD) throw tooMuch({ what: name, most: LONGEST_FIELD })
    const [, list = '', index = '0', field = ''] = found
    const rows = typed.get(list) ?? new Map<number, Record<string, string>>()
    const row = rows.get(Number(index)) ?? {}
    row[field] = value.replaceAll('\r\n', '\n')
    typed.set(list, rows.set(Number(index), row))
  }
  const next = { ...form }
  for (const list of lists) {
    if (list === 'head') next.head = { ...form.head, ...typed.get('head')?.get(0) }
    else if (LISTS.includes(list)) next[list] = rowsOf(list, form[list], typed.get(list) ?? new Map())
    else throw unknownPart({ part: String(list).slice(0, 40) })
  }
  return act === undefined ? next : actOn(next, act)
}

function rowsOf(list: ListName, before: readonly Row[], typed: ReadonlyMap<number, Record<string, string>>): Row[] {
  if (typed.size > MOST[list]) throw tooMuch({ what: list, most: MOST[list] })
  const allowed = new Set(['was', 'parameter', ...COLUMNS[list].map(({ name }) => name)])
  return [...typed]
    .sort(([a], [b]) => a - b)
    .map(([, row]) => {
      const old = before.find((one) => one['was'] === row['was'] && one['parameter'] === row['parameter'])
      const kept = Object.fromEntries(Object.entries(row).filter(([name]) => allowed.has(name)))
      return { ...(row['was'] ? old : {}), ...kept }
    })
}

/** `add:criteria`, `remove:cases:3`, `up:criteria:1`, `down:steps:0`, `copy:cases:0`, `table:steps:2`, `expression:steps:2`, `add:figures:medianIncome`. */
function actOn(form: RuleForm, act: string): RuleForm {
  const [what = '', named = '', at = ''] = act.split(':')
  const list = LISTS.find((one) => one === named)
  if (!list) throw unknownPart({ part: act.slice(0, 40) })
  const rows = [...form[list]]
  const index = Number(at)
  const row = rows[index]
  if (what === 'add') rows.push({ ...EMPTY[list], ...(list === 'figures' ? { parameter: at } : {}) })
  else if (!row) throw unknownPart({ part: act.slice(0, 40) })
  else if (what === 'remove') rows.splice(index, 1)
  else if (what === 'up' && index > 0) rows.splice(index - 1, 2, row, rows[index - 1]!)
  else if (what === 'down' && index < rows.length - 1) rows.splice(index, 2, rows[index + 1]!, row)
  else if (what === 'copy')
    rows.splice(index + 1, 0, { ...row, was: '', ...(list === 'cases' ? { name: `${row['name']} (2)` } : {}) })
  else if (list !== 'criteria' && list !== 'steps') throw unknownPart({ part: act.slice(0, 40) })
  else if (what === 'table') rows[index] = { ...row, ...asTable(list, row) }
  else if (what === 'expression') rows[index] = { ...row, [EXPRESSION[list]]: BEGUN[list], hit: '', inputs: '', rows: '' }
  if (rows.length > MOST[list]) throw tooMuch({ what: list, most: MOST[list] })
  return { ...form, [list]: rows }
}

/** What stands where nothing is said yet. */
const BEGUN = { criteria: 'true', steps: '0' } as const

/** A table that gives what the expression gave, to begin with. */
function asTable(list: 'criteria' | 'steps', row: Row): Row {
  const written = (row[EXPRESSION[list]] ?? '').replaceAll(/\s*\n\s*/g, ' ').trim()
  const value = written === '' || written.includes(BAR) ? BEGUN[list] : written
  return { [EXPRESSION[list]]: '', hit: 'first', inputs: 'person.age', rows: `- ${BAR} ${value}` }
}

const EMPTY: Readonly<Record<ListName, Row>> = {
  criteria: { was: '', id: '', test: '', law: '', ko: '', en: '' },
  steps: { was: '', let: '', be: '', law: '', ko: '', en: '' },
  figures: { was: '', from: '', to: '', value: '', source: '', confidence: 'notice' },
  cases: { was: '', name: '', on: '', given: '', eligible: '', amount: '', failed: '', missing: '' },
}
