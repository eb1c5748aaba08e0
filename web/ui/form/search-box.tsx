/** Search in the middle of a page. */
import { Icon } from '../content/icon.tsx'
import { useReader } from '../reader.ts'
import { fieldId } from './field.tsx'

export interface SearchBoxProps {
  /** GET target. */
  readonly action: string
  readonly label: string
  readonly name?: string
  readonly value?: string | undefined
  readonly placeholder?: string
  /** Other values of the search to keep, such as the chosen area. */
  readonly carry?: Readonly<Record<string, string>>
  /** On the first page. */
  readonly large?: boolean
}

export function SearchBox({ action, label, name = 'q', value, placeholder, carry = {}, large }: SearchBoxProps) {
  const { t } = useReader()
  const id = `${fieldId(name)}-search`
  return (
    <search>
      <form class={large ? 'search-box search-box-large' : 'search-box'} action={action} method="get">
        {Object.entries(carry).map(([key, kept]) => (
          <input key={key} type="hidden" name={key} value={kept} />
        ))}
        <label for={id}>{label}</label>
        <span class="search-row">
          <input class="krds-input" id={id} type="search" name={name} value={value} placeholder={placeholder} maxLength={200} />
          <button class="krds-btn primary large" type="submit">
            <Icon name="search" />
            {t('ui.search.button')}
          </button>
        </span>
      </form>
    </search>
  )
}
