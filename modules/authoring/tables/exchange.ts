/** Tables of a draft in and out as XLSX. */
import type { Principal } from '@dpg/kernel'
import { type RuleDraftId, type RuleForm, type TableName, unknownPart } from '../contract.ts'
import type { Inside } from '../deps.ts'
import { EXPRESSION, KEYS } from '../form/columns.ts'
import { readForm } from '../form/read.ts'
import { rewrite } from '../form/write.ts'
import { keep, own } from '../save.ts'
import { find } from '../view.ts'
import { readerOf } from '../who.ts'
import { tableFromXlsx, tableToXlsx } from './xlsx.ts'

export async function tableOut(deps: Inside, principal: Principal, id: RuleDraftId, table: TableName) {
  readerOf(principal)
  const draft = await find(deps, id)
  const { list, index } = placeOf(table)
  const row = readForm(draft.slug, draft.files)?.[list][index]
  if (!row?.['hit']) throw unknownPart({ part: table })
  const name = row[KEYS[list]] || String(index)
  return { name: `${draft.slug}-${name}.xlsx`, bytes: await tableToXlsx(row, name) }
}

export async function tableIn(
  deps: Inside,
  principal: Principal,
  id: RuleDraftId,
  revision: number,
  table: TableName,
  bytes: Uint8Array,
): Promise<number> {
  const draft = await own(deps, principal, id, revision)
  const { list, index } = placeOf(table)
  const fields = { ...(await tableFromXlsx(bytes)), [EXPRESSION[list]]: '' }
  const put = (form: RuleForm): RuleForm => {
    if (!form[list][index]) throw unknownPart({ part: table })
    return { ...form, [list]: form[list].map((one, i) => (i === index ? { ...one, ...fields } : one)) }
  }
  return keep(deps, draft, rewrite(draft.slug, draft.files, put, deps.today()))
}

function placeOf(table: TableName) {
  const [list, index] = table.split('.') as ['criteria' | 'steps', string]
  return { list, index: Number(index) }
}
