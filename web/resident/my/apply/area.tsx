/** Choosing a place without script: type a name, or go down 시·도, 시·군·구, 읍·면·동; then choose from what was found. */
import type { Area } from '@dpg/directory/contract'
import type { Translate } from '@dpg/kernel'
import { Button, Details, type FieldProps, fieldId, Icon, Radios, Select, TextField } from '@dpg/ui'

/** Names of the buttons and boxes beside the real field. */
export const FIND_WORDS = 'area-words'
export const FIND_WITHIN = 'area-within'

/** What is known while the reader chooses. */
export interface Choosing {
  readonly words: string
  /** What the words, or the step down, led to; undefined: nothing was looked for yet. */
  readonly found: readonly Area[] | undefined
  /** Where the steps down have come to; null: at the 시·도. */
  readonly within: Area | null
  /** The next step down; empty when `found` has the last one. */
  readonly below: readonly Area[]
  /** The place that was chosen before. */
  readonly chosen: Area | undefined
}

export interface AreaQuestionProps extends FieldProps {
  readonly value: string | undefined
  readonly t: Translate
  readonly choosing: Choosing | undefined
}

export function AreaQuestion({ value, t, choosing, ...field }: AreaQuestionProps) {
  const found = choosing?.found
  const chosen = choosing?.chosen
  const options = found ?? (chosen ? [chosen] : [])
  return (
    <div class="area">
      {options.length > 0 && (
        <Radios
          {...field}
          value={options.length === 1 ? options[0]!.code : value}
          hint={found ? t('resident.my.area.found', { count: options.length }) : field.hint}
          options={options.map((area) => ({ value: area.code, label: nameOf(area, choosing?.words ?? '') }))}
        />
      )}
      {found?.length === 0 && <p role="status">{t('resident.my.area.none', { words: choosing?.words ?? '' })}</p>}
      <TextField
        {...(options.length > 0 ? { name: FIND_WORDS, label: t('resident.my.area.other') } : { ...field, name: FIND_WORDS })}
        {...(options.length > 0 ? {} : { hint: field.hint ?? t('resident.my.area.hint') })}
        value={choosing?.words}
        width="medium"
        maxLength={40}
        autoComplete="off"
      />
      {options.length === 0 && <span id={fieldId(field.name)} />}
      <Button name="go" value="find" kind="secondary" size="medium">
        <Icon name="search" />
        {t('resident.my.area.find')}
      </Button>
      <Details summary={t('resident.my.area.list')} open={(choosing?.within ?? null) !== null}>
        <Select
          name={FIND_WITHIN}
          label={
            choosing?.within ? t('resident.my.area.within', { place: choosing.within.fullName }) : t('resident.my.area.sido')
          }
          options={(choosing?.below ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        />
        <Button name="go" value="find" kind="secondary" size="medium">
          {t('resident.my.area.go')}
        </Button>
      </Details>
    </div>
  )
}

/** With the name by which it was looked for, where that is another one: 신림동 (서원동). */
function nameOf({ fullName, also = [] }: Area, words: string): string {
  const last = words.split(/\s+/u).at(-1) ?? ''
  const names = last === '' || fullName.includes(last) ? [] : also.filter((name) => name.includes(last))
  return names.length > 0 ? `${fullName} (${names.join(', ')})` : fullName
}
