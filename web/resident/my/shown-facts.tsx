/** Facts with where they come from, or why they are not there yet. */
import type { ShownFact } from '@dpg/casework/contract'
import type { Translate } from '@dpg/kernel'
import { FactSource, StructuredList } from '@dpg/ui'

export interface ShownFactsProps {
  readonly facts: readonly ShownFact[]
  readonly t: Translate
  /** Address of the screen on which an answer can be changed. */
  readonly changeAt?: (fact: string) => string | undefined
}

export const ShownFacts = ({ facts, t, changeAt }: ShownFactsProps) => (
  <StructuredList
    items={facts.map((fact) => {
      const href = changeAt?.(fact.fact)
      const isHere = fact.state === 'known' || fact.state === 'none'
      return {
        key: fact.label,
        value: isHere ? (fact.value ?? t('resident.my.fact.none')) : t(`resident.my.fact.${fact.state}`),
        ...(isHere || fact.registerName ? { source: <Source fact={fact} t={t} /> } : {}),
        ...(href ? { action: { href, text: t('resident.my.change') } } : {}),
      }
    })}
  />
)

function Source({ fact, t }: { readonly fact: ShownFact; readonly t: Translate }) {
  if (fact.isDerived) return <FactSource derived={fact.law ?? t('resident.my.fact.others')} />
  if (fact.registerName) return <FactSource register={fact.registerName} {...(fact.at ? { at: fact.at } : {})} />
  return <FactSource self {...(fact.at ? { at: fact.at } : {})} />
}
