/** Who lives with the reader: alone or not, then a line a person. Children's benefits hang on it. */
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { Button, DateField, errorOf, type FormError, Radios, Select } from '@dpg/ui'
import { type Posted, textOf } from './answers.ts'
import { dayTyped, FAMILY, type Member, membersOf, MOST_ROWS, numbers, rowsOf } from './members.ts'
import type { CheckFact } from './world.ts'

const FEW_ROWS = 3

export interface FamilyProps {
  readonly fact: CheckFact
  readonly lang: Lang
  readonly t: Translate
  readonly errors: readonly FormError[]
  readonly value: Json | undefined
  readonly typed: Posted
}

export function Family(props: FamilyProps) {
  const { fact, t, errors, typed, value } = props
  const known = membersOf(value, fact)
  const choice = textOf(typed, FAMILY)
  // Beside another question that must be mended first, the choice stands as it was made.
  if ((choice === 'with' && errors.length === 0) || choice === 'rows' || (choice === '' && known && known.length > 0))
    return <Rows {...props} known={known} />
  return (
    <Radios
      name={FAMILY}
      label={t('resident.family')}
      hint={t('resident.family.hint')}
      value={choice || (known ? 'alone' : undefined)}
      options={[
        { value: 'alone', label: t('resident.family.alone') },
        { value: 'with', label: t('resident.family.with'), hint: t('resident.family.with.hint') },
      ]}
    />
  )
}

function Rows({ fact, lang, t, errors, typed, known = [] }: FamilyProps & { readonly known: readonly Member[] | undefined }) {
  const wanted = rowsOf(typed) + (textOf(typed, 'go') === 'more' ? FEW_ROWS : 0)
  const rows = Math.min(MOST_ROWS, Math.max(FEW_ROWS, wanted, known.length + 1))
  const relations = Object.entries(fact.fields?.['relation']?.values ?? {}).filter(([code]) => code !== 'self')
  const isCitizen = textOf(typed, 'family-citizens') || (known.some(({ citizen }) => citizen) ? 'yes' : undefined)
  return (
    <>
      <input type="hidden" name={FAMILY} value="rows" />
      <input type="hidden" name="rows" value={rows} />
      <p>{t('resident.family.rows')}</p>
      {numbers(rows).map((row) => (
        <fieldset key={row} class="family-row">
          <legend>{t('resident.family.row', { row })}</legend>
          <Select
            name={`m${row}-relation`}
            label={t('resident.family.relation')}
            error={errorOf(errors, `m${row}-relation`)}
            value={textOf(typed, `m${row}-relation`) || known[row - 1]?.relation}
            options={relations.map(([code, label]) => ({ value: code, label: textIn(label, lang) }))}
          />
          <DateField
            name={`m${row}-born`}
            label={t('resident.family.born')}
            error={errorOf(errors, `m${row}-born`)}
            value={dayTyped(`m${row}-born`, typed) ?? known[row - 1]?.birthDate}
          />
        </fieldset>
      ))}
      {rows < MOST_ROWS && (
        <Button name="go" value="more" kind="tertiary" size="medium">
          {t('resident.family.more')}
        </Button>
      )}
      <Radios
        name="family-citizens"
        label={t('resident.family.citizens')}
        inline
        value={isCitizen}
        options={[
          { value: 'yes', label: t('resident.check.yes') },
          { value: 'no', label: t('resident.check.no') },
        ]}
      />
    </>
  )
}
