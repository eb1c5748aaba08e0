/** Hands the posted files in, one after the other; what is refused is said at its field, the others are kept. */
import { type Casework, fileRefused } from '@dpg/casework/contract'
import type { Principal, Translate } from '@dpg/kernel'
import type { FormError } from '@dpg/ui'
import { refusalOf } from './form-errors.ts'
import { contentOf, FILE_PREFIX, filesOf, type Posted } from './posted.ts'

/** A whole form with files: ten photographs of a telephone, and what was typed. */
export const MAX_UPLOAD = 40 * 1024 * 1024

export interface Handed {
  readonly errors: readonly FormError[]
  readonly count: number
}

export async function handIn(
  casework: Pick<Casework, 'attach'>,
  principal: Principal,
  where: Parameters<Casework['attach']>[1],
  fields: Posted,
  t: Translate,
): Promise<Handed> {
  const errors: FormError[] = []
  let count = 0
  for (const { need, file } of filesOf(fields)) {
    const content = await contentOf(file)
    const refused = await refusalOf([fileRefused], () => casework.attach(principal, where, need, content))
    if (refused)
      errors.push({
        field: `${FILE_PREFIX}${need}`,
        text: t(`resident.my.upload.refused.${String(refused.values['why'])}`, { name: content.name }),
      })
    else count++
  }
  return { errors, count }
}
