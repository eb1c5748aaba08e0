/** A number that a condition no longer has, and that stands in what people read of it: the two do not say the same any more. */
import type { ServiceDefinition } from '@dpg/definitions'

export interface Stale {
  readonly criterion: string
  readonly number: string
  /** Whose words still have it. */
  readonly language: 'ko' | 'en'
}

type Criteria = Pick<ServiceDefinition, 'eligibility'> | null

export function staleWords(before: Criteria, after: Criteria): readonly Stale[] {
  const old = new Map(before?.eligibility.criteria.map((one) => [one.id, one]) ?? [])
  return (after?.eligibility.criteria ?? []).flatMap(({ id, test, says }): Stale[] => {
    const now = numbersIn(test)
    const gone = [...numbersIn(old.get(id)?.test ?? '')].filter((number) => !now.has(number))
    return (['ko', 'en'] as const).flatMap((language): Stale[] => {
      const said = numbersIn(says[language] ?? '')
      const number = gone.find((one) => said.has(one))
      return number === undefined ? [] : [{ criterion: id, number, language }]
    })
  })
}

/** As digits: `2,000` and `2000` are one. */
const numbersIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/\d[\d,]*(\.\d+)?/g)].map(([number]) => number.replaceAll(',', '')))
