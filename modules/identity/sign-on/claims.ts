/** Claims are facts: the standard's names for some of them, the vocabulary's own for the others. */
import type { PersonId, Text } from '@dpg/kernel'

/** Where claims come from: the exchange, which asks the registers and writes each look into the log. */
export interface ClaimSource {
  /** Facts that registers hold, with what people call them; known once the pack is published. */
  vocabulary(): ReadonlyMap<string, Text>
  /** Values by fact; what no register says is absent. The person sees the site's name in their log. */
  read(request: {
    readonly person: PersonId
    readonly site: string
    readonly agency: string | null
    readonly facts: readonly string[]
  }): Promise<Readonly<Record<string, unknown>>>
}

/** OpenID Connect Core §5.1 */
const STANDARD: Readonly<Record<string, { readonly fact: string; readonly scope: string }>> = {
  name: { fact: 'person.name', scope: 'profile' },
  birthdate: { fact: 'person.birthDate', scope: 'profile' },
  gender: { fact: 'person.sex', scope: 'profile' },
  address: { fact: 'person.address', scope: 'address' },
  phone_number: { fact: 'person.phone', scope: 'phone' },
  email: { fact: 'person.email', scope: 'email' },
}
export const SCOPES = ['openid', ...new Set(Object.values(STANDARD).map(({ scope }) => scope))]

export const factOf = (claim: string): string => STANDARD[claim]?.fact ?? claim

/** Every claim that may be asked for, by name. */
export function claimsOf(vocabulary: ReadonlyMap<string, Text>): ReadonlyMap<string, Text> {
  const standard = Object.entries(STANDARD).flatMap(([claim, { fact }]) => {
    const title = vocabulary.get(fact)
    return title ? [[claim, title] as const] : []
  })
  const named = new Set(Object.values(STANDARD).map(({ fact }) => fact))
  return new Map([...standard, ...[...vocabulary].filter(([fact]) => fact.startsWith('person.') && !named.has(fact))])
}

/** The provider's setting: claims by scope, the others by themselves. */
export function claimSettings(claims: Iterable<string>): Record<string, string[] | null> {
  const settings: Record<string, string[] | null> = { openid: ['sub', 'acr', 'amr', 'auth_time'], sid: null, iss: null }
  for (const scope of SCOPES.slice(1)) settings[scope] = []
  for (const claim of claims) {
    const scope = STANDARD[claim]?.scope
    if (scope) settings[scope]!.push(claim)
    else settings[claim] = null
  }
  return settings
}

/** What a request asks for, by scope and by name. */
export function claimsAsked(scopes: Iterable<string>, named: Iterable<string>): string[] {
  const wanted = new Set(scopes)
  const byScope = Object.entries(STANDARD).flatMap(([claim, { scope }]) => (wanted.has(scope) ? [claim] : []))
  return [...new Set([...byScope, ...named])]
}

/** As the standard writes it: an address is an object (§5.1.1). */
export const claimValue = (claim: string, value: unknown): unknown =>
  claim === 'address' && typeof value === 'string' ? { formatted: value } : value
