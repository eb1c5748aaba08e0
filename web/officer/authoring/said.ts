/** What routes of drafts share: whose draft is asked for, and what a refusal says. */
import type { RuleDraftId } from '@dpg/authoring/contract'
import { parseId, type Problem } from '@dpg/kernel'
import type { Asked } from '@dpg/kernel/route'

export type Drawn = Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>

export const idOf = ({ id }: { readonly id: string }) => parseId<RuleDraftId>('rule', id)

/** What a refusal says, in the reader's language. */
export const said = ({ type, values }: Problem, { t }: Drawn): string =>
  t(`problem.${type}.detail`, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])))
