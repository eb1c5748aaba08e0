/** The way through a form: which screens apply to this person, in order, and where it ends early. Pure. */
import type { Screen, ServiceDefinition, Text } from '@dpg/definitions'
import type { Holds } from './needs.ts'

export interface Way {
  readonly screens: readonly Screen[]
  /** Why one cannot go on, and on which screen that shows. */
  readonly exit: { readonly screen: string; readonly says: Text } | null
}

type Form = Pick<ServiceDefinition, 'form'>

/** Follows `showWhen`, `branch` and `exit`. Unknown shows nothing and ends nothing: only what is known to be so counts. */
export function wayThrough({ form }: Form, holds: Holds): Way {
  const screens: Screen[] = []
  const seen = new Set<string>()
  let at = form.screens[0]
  while (at && !seen.has(at.id)) {
    seen.add(at.id)
    const isShown = at.showWhen === null || holds(at.showWhen) === true
    if (isShown) screens.push(at)
    if (isShown && at.exit && holds(at.exit.when) === true) return { screens, exit: { screen: at.id, says: at.exit.says } }
    at = (isShown && branchFrom(form.screens, at, holds)) || form.screens[form.screens.indexOf(at) + 1]
  }
  return { screens, exit: null }
}

function branchFrom(all: readonly Screen[], at: Screen, holds: Holds): Screen | undefined {
  const branch = at.branch.find(({ when }) => holds(when) === true)
  return branch && all.find(({ id }) => id === branch.to)
}

/** Rules over several fields that are known to be broken. */
/** Declarations of a screen that this person makes: those that are not for others. */
export const declarationsOf = ({ declarations }: Pick<Screen, 'declarations'>, holds: Holds) =>
  declarations.filter(({ when }) => when === null || holds(when) !== false)

export const brokenRules = ({ form }: Form, fields: readonly string[], holds: Holds) =>
  form.validation.filter(
    (rule) => (rule.fields.length === 0 || rule.fields.some((field) => fields.includes(field))) && holds(rule.test) === false,
  )
