/** On which registered exceptions a request might be refused. */
import type { ExceptionDefinition, Need, Pack } from '@dpg/definitions'
import type { Wish } from './contract.ts'

/** Those that close anything of what is asked for. */
export function exceptionsFor({ exceptions, facts }: Pack, wish: Pick<Wish, 'facts' | 'dataset'>): ExceptionDefinition[] {
  const sensitivities = new Set(wish.facts.map((id) => facts.get(id)?.sensitivity))
  return [...exceptions.values()].filter(({ closes }) =>
    wish.dataset === null ? closes.facts.some((one) => sensitivities.has(one)) : closes.datasets,
  )
}

/** The name of a need within its service, as casework calls it. */
export const needId = ({ id }: Need, at: number): string => id ?? `need-${at + 1}`
