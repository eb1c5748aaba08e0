/** Tables of a draft in and out as XLSX. */
import type { Principal } from '@dpg/kernel'
import { type RuleDraftId, type RuleForm, unknownPart } from '../contract.ts'
import type { Inside } from '../deps.ts'
import { readForm } from '../form/read.ts'
import { rewrite } from '../form/write.ts'
import { keep, own } from '../save.ts'
import { find } from '../view.ts'
import { readerOf } from '../who.ts'
import { tableFromXlsx, tableToXlsx } from './xlsx.ts'

export async function tableOut(deps: Inside, principal: Principal, id: RuleDraftId, step: number) {
  readerOf(principal)
  const draft = await find(deps, id)
  const row = readForm(draft.slug, draft.files)?.steps[step]
  if (!row?.['hit']) throw unknownPart({ part: `steps.${step}` })
  return { name: `${draft.slug}-${row['let'] || step}.xlsx`, bytes: await tableToXlsx(row) }
}

export async function tableIn(
  deps: Inside,
  principal: Principal,
  id: RuleDraftId,
  revision: number,
  step: number,
  bytes: Uint8Array,
): Promise<number> {
  const draft = await own(deps, principal, id, revision)
  const fields = await tableFromXlsx(bytes)
  const put = (form: RuleForm): RuleForm => {
    if (!form.steps[step]) throw unknownPart({ part: `steps.${step}` })
    return { ...form, steps: form.steps.map((one, i) => (i === step ? { ...one, ...fields } : one)) }
  }
  return keep(deps, draft, rewrite(draft.slug, draft.files, put, deps.today()))
}
