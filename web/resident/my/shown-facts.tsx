/** Facts with where they come from, or why they are not there yet. */
import type { ShownFact } from '@dpg/casework/contract'
import type { Translate } from '@dpg/kernel'
import { FactSource, StructuredList } from '@dpg/ui'

export interface ShownFactsProps {
  readonly facts: readonly ShownFact[]
  readonly t: Translate
  /** Address of the screen on which an answer can be changed. */
  readonly changeAt?: (fact: string) => string | undefined
  /** Never asked for before sending, because the law wants a consent of its own. */
  readonly isLater?: (fact: string) => boolean
}

export const ShownFacts = ({ facts, t, changeAt, isLater = () => false }: ShownFactsProps) => (
  <StructuredList
    items={facts.map((fact) => {
      const href = changeAt?.(fact.fact)
      const isHere = fact.state === 'known' || fact.state === 'none'
      return {
        key: fact.label,
        value: isHere ? (fact.value ?? t('resident.my.fact.none')) : t(`resident.my.fact.${absence(fact, isLater)}`),
        ...(isHere || fact.registerName ? { source: <Source fact={fact} t={t} /> } : {}),
        ...(href ? { action: { href, text: t('resident.my.change') } } : {}),
      }
    })}
  />
)

/** Why a fact is not there. */
function absence({ fact, state, isDerived }: ShownFact, isLater: (fact: string) => boolean): string {
  if (state !== 'waiting') return state
  return isDerived ? 'calculated' : isLater(fact) ? 'later' : 'waiting'
}

function Source({ fact, t }: { readonly fact: ShownFact; readonly t: Translate }) {
  if (fact.isDerived) return <FactSource derived={fact.law ?? t('resident.my.fact.others')} />
  if (fact.registerName) return <FactSource register={fact.registerName} {...(fact.at ? { at: fact.at } : {})} />
  return <FactSource self {...(fact.at ? { at: fact.at } : {})} />
}
