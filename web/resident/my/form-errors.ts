/** What a contract refused about a form, for `ErrorSummary` and the fields. */
import { Problem, type Translate } from '@dpg/kernel'
import type { FormError } from '@dpg/ui'

/** Each broken field by the last part of its pointer; without fields, the problem's own words. */
export function formErrors(problem: Problem, t: Translate): FormError[] {
  if (problem.errors.length === 0) return [{ text: t(`problem.${problem.type}.detail`, problem.values) }]
  return problem.errors.map(({ pointer, detail }) => ({ field: pointer.split('/').at(-1) ?? '', text: detail }))
}

/** Runs it; a refusal of one of these kinds is handed back to be said on the page, others go on to the problem page. */
export async function refusalOf(
  kinds: readonly { readonly type: string }[],
  run: () => Promise<unknown>,
): Promise<Problem | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    if (error instanceof Problem && kinds.some(({ type }) => type === error.type)) return error
    throw error
  }
}
