/** The rows of `Radios` and `Checkboxes`: a real input, its label, a hint, and what opens under it when chosen. */
import type { ComponentChildren } from 'preact'
import { fieldId } from './field.tsx'

export interface ChoiceOption {
  readonly value: string
  readonly label: ComponentChildren
  readonly hint?: ComponentChildren
  /** Shown by style sheet while this choice is ticked; still there, and posted, without it. */
  readonly reveal?: ComponentChildren
}

export interface ChoiceRowsProps {
  readonly type: 'radio' | 'checkbox'
  readonly name: string
  readonly options: readonly ChoiceOption[]
  readonly chosen: readonly string[]
  /** Beside each other, for two short answers. */
  readonly inline?: boolean | undefined
  readonly invalid: boolean
}

export function ChoiceRows({ type, name, options, chosen, inline, invalid }: ChoiceRowsProps) {
  return (
    <div class={inline ? 'choices choices-inline' : 'choices'}>
      {options.map((option, at) => {
        const id = at === 0 ? fieldId(name) : `${fieldId(name)}-${at + 1}`
        return (
          <div key={option.value} class="krds-form-check">
            <input
              type={type}
              id={id}
              name={name}
              value={option.value}
              checked={chosen.includes(option.value)}
              aria-describedby={option.hint ? `${id}-more` : undefined}
              aria-invalid={invalid && type === 'checkbox' ? 'true' : undefined}
            />
            <label for={id}>{option.label}</label>
            {option.hint && (
              <div class="form-hint" id={`${id}-more`}>
                {option.hint}
              </div>
            )}
            {option.reveal && <div class="reveal">{option.reveal}</div>}
          </div>
        )
      })}
    </div>
  )
}
