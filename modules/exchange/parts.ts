/** The parts of a request, one for each register, and by which law each goes. */
import type { Agreed } from '@dpg/guard/contract'
import { type Lang, textIn } from '@dpg/kernel'
import { type FactRequest, noRegister } from './contract.ts'
import type { Running } from './deps.ts'

/** What one register is asked for. */
export interface Part {
  readonly register: string
  readonly facts: readonly string[]
  /** Had by an agreement between agencies: it goes by that agreement's law, and says so. */
  readonly agreed?: Agreed
}

/** Facts that follow from others no register holds as such: they are not asked for. */
export function partsOf(
  { catalogue }: Pick<Running, 'catalogue'>,
  facts: readonly string[],
  agreed: ReadonlyMap<string, Agreed> = new Map(),
): { parts: Part[]; derived: string[] } {
  const known = catalogue.current().pack.facts
  const wanted = [...new Set(facts)].map((fact) => {
    const { register, derive } = known.get(fact) ?? {}
    if (!register) throw noRegister({ fact })
    return { fact, register, isDerived: derive !== null }
  })
  const byRegister = Map.groupBy(
    wanted.filter(({ isDerived }) => !isDerived),
    ({ register, fact }) => `${register} ${agreed.get(fact)?.number ?? ''}`,
  )
  return {
    parts: [...byRegister.values()].map((own) => {
      const [{ register, fact }] = own as [(typeof own)[number]]
      const agreement = agreed.get(fact)
      return { register, facts: own.map((one) => one.fact), ...(agreement ? { agreed: agreement } : {}) }
    }),
    derived: wanted.filter(({ isDerived }) => isDerived).map(({ fact }) => fact),
  }
}

/** By which law, and what for, as the register and the person read it. */
export function groundsOf(
  { texts }: Pick<Running, 'texts'>,
  request: FactRequest,
  { agreed }: Part,
): Pick<FactRequest, 'purpose' | 'law'> {
  const { purpose, law } = request
  if (!agreed) return { purpose, law }
  const said = (lang: Lang) => texts(lang)('exchange.purpose.agreed', { purpose: textIn(purpose, lang), number: agreed.number })
  return { purpose: { ko: said('ko'), en: said('en') }, law: agreed.law }
}
