/** What was typed into the form, as changes: only what differs from today. */
import type { Translate } from '@dpg/kernel'
import type { Change, Draft } from '@dpg/policy/contract'
import { type FormError, readDate, readWon } from '@dpg/ui'

type Leaf = Draft['parameters'][number]['leaves'][number]['value']

export interface ReadForm {
  readonly changes: readonly Change[]
  readonly day: string | undefined
  readonly errors: readonly FormError[]
}

export function readChanges(draft: Draft, body: Readonly<Record<string, string>>, t: Translate): ReadForm {
  const errors: FormError[] = []
  const changes: Change[] = []
  for (const { id, title, leaves } of draft.parameters)
    for (const { path, value: today, label } of leaves) {
      const field = `p.${id}/${path}`
      const typed = body[field]?.trim()
      if (typed === undefined || typed === shown(today)) continue
      const value = readLeaf(typed, today)
      if (value === undefined)
        errors.push({ field, text: t('officer.policy.error.number', { name: label ? `${title} (${label})` : title }) })
      else if (value !== today) changes.push({ kind: 'parameter', parameter: id, ...(path === '' ? {} : { path }), value })
    }
  for (const { id, test } of draft.criteria) {
    const typed = plain(body[`c.${id}`])
    if (typed === '') errors.push({ field: `c.${id}`, text: t('officer.policy.error.empty') })
    else if (typed !== undefined && typed !== plain(test)) changes.push({ kind: 'criterion', criterion: id, test: typed })
  }
  for (const { let: step, be } of draft.steps) {
    const typed = plain(body[`s.${step}`])
    if (typed === '') errors.push({ field: `s.${step}`, text: t('officer.policy.error.empty') })
    else if (typed !== undefined && typed !== plain(be)) changes.push({ kind: 'step', step, be: typed })
  }
  const date = readDate(body, 'day')
  if (date.is === 'incomplete' || date.is === 'impossible') errors.push({ field: 'day', text: t('officer.policy.error.day') })
  return { changes, day: date.is === 'date' ? date.iso : undefined, errors }
}

/** Browsers send line ends of their own. */
const plain = (text: string | undefined): string | undefined => text?.replaceAll('\r\n', '\n').trim()

/** As it stands in the box: long whole numbers in groups of three. */
export function shown(value: Leaf): string {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= 10_000) return value.toLocaleString('en')
  return value === null ? '' : String(value)
}

/** Of the kind that stands there today; undefined when it cannot be read. */
function readLeaf(typed: string, today: Leaf): Exclude<Leaf, null> | undefined {
  if (typeof today === 'boolean') return typed === 'true' ? true : typed === 'false' ? false : undefined
  if (typeof today === 'string') return typed
  // Amounts as people write them: 40만 원, 1억 2,000만.
  if (/[만억]/.test(typed)) {
    const won = readWon(typed)
    return won === undefined ? undefined : Number(won)
  }
  const text = typed.replace(/[,\s원%]/g, '')
  if (!/^-?\d{1,15}(\.\d{1,10})?$/.test(text)) return undefined
  const value = Number(text)
  // An amount, an age, a share: what is not below nought today does not go there.
  return value < 0 && !(typeof today === 'number' && today < 0) ? undefined : value
}
