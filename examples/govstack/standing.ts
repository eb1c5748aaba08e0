/** Where a case stands, in GovStack's four words, and lists of them in pages. */
import type { EServices } from './e-services.ts'
import { type Json, jsonIn, listIn } from './platform.ts'

const CODES: Readonly<Record<string, string>> = {
  grant: 'APPROVED',
  partial: 'APPROVED',
  refuse: 'REJECTED',
  return: 'SENDBACK',
}

/** What the state decides, as the definition says. Withdrawn or closed: none of the four words, so only its title. */
export function statusOf(definition: Json | undefined, { state, stateTitle, isEnded, needsApplicant }: Json) {
  const decision = listIn(definition?.['work'], 'states').find(({ id }) => id === state)?.['decision']
  const code = CODES[String(decision)] ?? (needsApplicant === true ? 'SENDBACK' : isEnded === true ? undefined : 'PENDING')
  return { ...(code === undefined ? {} : { code }), title: String(stateTitle) }
}

/** Definitions of the services of these cases, each asked for once. */
export async function definitionsOf(services: EServices, cases: readonly Json[]): Promise<ReadonlyMap<string, Json>> {
  const ids = [...new Set(cases.map(serviceIdOf))]
  const found = await Promise.all(ids.map(async (id) => [id, await services.one(id)] as const))
  return new Map(found.flatMap(([id, definition]) => (definition ? [[id, definition]] : [])))
}

export const serviceIdOf = (one: Json): string => String(jsonIn(one['service'])['id'])

/** `firstResult`, `maxResult`, `sortBy` and `sortOrder`. */
export function pageOf(items: readonly Json[], query: URLSearchParams): readonly Json[] {
  const by = query.get('sortBy') ?? 'created'
  const turn = query.get('sortOrder') === 'desc' ? -1 : 1
  const sorted = items.toSorted((a, b) => turn * String(a[by] ?? '').localeCompare(String(b[by] ?? '')))
  const [first, most] = ['firstResult', 'maxResult'].map((name) => Number(query.get(name) ?? Number.NaN))
  const from = Number.isInteger(first) ? Math.max(0, first!) : 0
  return sorted.slice(from, Number.isInteger(most) ? from + Math.max(0, most!) : undefined)
}
