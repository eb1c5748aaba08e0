/** Answers said back in words. */
import { textIn } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { formatDate, formatMoney } from '@dpg/ui'
import type { Answers } from './answers.ts'
import { FAMILY, membersOf } from './members.ts'
import { DISTRICT } from './questions.ts'
import type { CheckFact, CheckWorld } from './world.ts'

export interface Spoken {
  readonly fact: string
  readonly label: string
  readonly value: string
}

export const spokenOf = (world: CheckWorld, answers: Answers): Spoken[] =>
  Object.entries(answers).flatMap(([id, value]) => {
    const fact = world.facts.get(id)
    if (!fact) return []
    return [{ fact: id, label: textIn(fact.title, world.lang).replace(/\s*\(.*\)$/, ''), value: inWords(world, fact, value) }]
  })

function inWords(world: CheckWorld, fact: CheckFact, value: Json): string {
  const { lang, t } = world
  if (fact.id === FAMILY) return familyInWords(world, fact, value)
  if (typeof value === 'boolean') return t(value ? 'resident.check.yes' : 'resident.check.no')
  if (typeof value === 'number')
    return fact.unit === 'won' ? formatMoney(value, lang) : `${value}${t(`resident.suffix.${fact.unit ?? 'count'}`)}`
  if (fact.id === DISTRICT) return world.area(String(value))?.fullName ?? String(value)
  if (fact.type === 'date') return formatDate(String(value), lang)
  const label = fact.values?.[String(value)]
  return label ? textIn(label, lang) : String(value)
}

function familyInWords({ lang, t }: CheckWorld, fact: CheckFact, value: Json): string {
  const relations = fact.fields?.['relation']?.values ?? {}
  const words = (membersOf(value, fact) ?? []).map(({ relation, birthDate }) => {
    const label = relations[relation]
    return `${label ? textIn(label, lang) : relation} (${formatDate(birthDate, lang)})`
  })
  return words.length > 0 ? words.join(', ') : t('resident.family.alone')
}
