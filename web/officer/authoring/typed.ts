/** What a page of a draft posts: fields as they were typed, and the button that was pressed. */
import type { Edit } from '@dpg/authoring/contract'
import { z } from 'zod'

export const fields = z.record(
  z.string().max(200),
  z
    .union([z.string().max(400_000), z.array(z.string().max(2000)).max(9)])
    .transform((value) => (typeof value === 'string' ? value : (value.at(-1) ?? ''))),
)

/** Fields and the button that was pressed, as the module takes them. */
export function editOf({
  revision: _revision,
  lists = '',
  do: pressed = 'check',
  ...typed
}: Readonly<Record<string, string>>): Edit {
  if (lists === 'files') {
    const files = Object.entries(typed).flatMap(([name, text]) =>
      name.startsWith('file:') ? [{ path: name.slice('file:'.length), text }] : [],
    )
    return { kind: 'files', files }
  }
  const named = lists.split(',').filter((list) => list !== '') as Extract<Edit, { kind: 'form' }>['lists']
  return { kind: 'form', lists: named, fields: typed, ...(pressed === 'check' ? {} : { act: pressed }) }
}

/** Back to what the button was about. */
export function placeOf(pressed: string): string {
  const [what = '', list = '', at = ''] = pressed.split(':')
  if (what === 'up') return `#f-${list}-${Math.max(0, Number(at) - 1)}-group`
  if (what === 'down') return `#f-${list}-${Number(at) + 1}-group`
  return what === 'copy' || what === 'table' || what === 'expression' ? `#f-${list}-${at}-group` : ''
}
