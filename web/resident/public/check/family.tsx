/** Who lives with the reader: alone or not, then a line a person. Children's benefits hang on it. */
import type { FactDefinition } from '@dpg/definitions'
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { Button, DateField, errorOf, type FormError, Radios, readDate, Select } from '@dpg/ui'
import { type Posted, textOf } from './answers.ts'

export const FAMILY = 'household.members'
const FEW_ROWS = 3
const MOST_ROWS = 9

export interface Member {
  readonly relation: string
  readonly birthDate: string
  readonly livesTogether: true
  /** Absent: not said, so not known. */
  readonly citizen?: true
}

/** Members as a check carries them; undefined for anything else. */
export function membersOf(value: unknown, { fields }: FactDefinition): readonly Member[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_ROWS) return undefined
  const relations = fields?.['relation']?.values ?? {}
  const members = value.flatMap((one: unknown): Member[] => {
    const { relation, birthDate, citizen } = Object(one) as Record<string, unknown>
    if (typeof relation !== 'string' || !Object.hasOwn(relations, relation)) return []
    if (typeof birthDate !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) return []
    return [{ relation, birthDate, livesTogether: true, ...(citizen === true ? { citizen: true as const } : {}) }]
  })
  return members.length === value.length ? members : undefined
}

export type ReadFamily =
  | { readonly is: 'value'; readonly value: Json }
  | { readonly is: 'passed' }
  /** Lines are to be drawn, or more of them. */
  | { readonly is: 'more' }
  | { readonly is: 'wrong'; readonly errors: readonly FormError[] }

export function readFamily(posted: Posted, t: Translate, today: string): ReadFamily {
  const choice = textOf(posted, FAMILY)
  if (choice === 'alone') return { is: 'value', value: [] }
  if (choice === 'with' || textOf(posted, 'go') === 'more') return { is: 'more' }
  if (choice !== 'rows') return { is: 'passed' }
  const errors: FormError[] = []
  const areCitizens = textOf(posted, 'family-citizens') === 'yes'
  const members = numbers(rowsOf(posted)).flatMap((row): Member[] => {
    const relation = textOf(posted, `m${row}-relation`)
    const born = readDate(posted, `m${row}-born`)
    if (relation === '' && born.is === 'empty') return []
    if (relation === '') errors.push({ field: `m${row}-relation`, text: t('resident.family.error.relation', { row }) })
    if (born.is === 'date' && born.iso <= today)
      return [{ relation, birthDate: born.iso, livesTogether: true, ...(areCitizens ? { citizen: true as const } : {}) }]
    errors.push({ field: `m${row}-born`, text: t('resident.family.error.born', { row }) })
    return []
  })
  if (errors.length > 0) return { is: 'wrong', errors }
  return members.length > 0 ? { is: 'value', value: members.map((member) => ({ ...member })) } : { is: 'passed' }
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

function rowsOf(posted: Posted): number {
  const rows = Number(textOf(posted, 'rows')) || 0
  return Math.min(MOST_ROWS, Math.max(0, Math.trunc(rows)))
}

export interface FamilyProps {
  readonly fact: FactDefinition
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

/** The three boxes as they were typed; undefined when they are empty. */
export function dayTyped(name: string, typed: Posted) {
  const parts = { year: textOf(typed, `${name}-year`), month: textOf(typed, `${name}-month`), day: textOf(typed, `${name}-day`) }
  return parts.year + parts.month + parts.day === '' ? undefined : parts
}
