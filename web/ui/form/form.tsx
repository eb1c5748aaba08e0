/** A plain form. Checks are the server's, so that messages are ours and in the reader's language. */
import type { ComponentChildren } from 'preact'

export interface FormProps {
  readonly action: string
  /** For buttons that stand outside of it. */
  readonly id?: string
  readonly method?: 'get' | 'post'
  /** Posts files. */
  readonly upload?: boolean
  /** Values that the form carries along, such as a draft's id or a key against double sending. */
  readonly carry?: Readonly<Record<string, string>>
  readonly children: ComponentChildren
}

export function Form({ action, id, method = 'post', upload, carry = {}, children }: FormProps) {
  return (
    <form id={id} class="form" action={action} method={method} enctype={upload ? 'multipart/form-data' : undefined} noValidate>
      {Object.entries(carry).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}
