/** Narrows a list down: a GET form beside or above it, so that every result has an address. */
import type { ComponentChildren } from 'preact'
import { useReader } from '../reader.ts'

export interface FilterFormProps {
  readonly action: string
  readonly label: string
  /** Where nothing is filtered; shown when something is. */
  readonly clearHref?: string
  /** What its button does, where something is looked for rather than narrowed down. */
  readonly does?: string
  readonly carry?: Readonly<Record<string, string>>
  readonly children: ComponentChildren
}

export function FilterForm({ action, label, clearHref, does, carry = {}, children }: FilterFormProps) {
  const { t } = useReader()
  return (
    <form class="filter-form" action={action} method="get" aria-label={label}>
      <h2>{label}</h2>
      {Object.entries(carry).map(([key, kept]) => (
        <input key={key} type="hidden" name={key} value={kept} />
      ))}
      {children}
      <div class="button-row">
        <button class="krds-btn secondary medium" type="submit">
          {does ?? t('ui.filter.apply')}
        </button>
        {clearHref && <a href={clearHref}>{t('ui.filter.clear')}</a>}
      </div>
    </form>
  )
}
