/** What people call the worked-out services: titles, keywords, synonyms, and everyday words of the pack for any of them. */
import type { Pack } from '@dpg/definitions'
import { compact, queryWords } from '@dpg/korean'
import type { SearchWords } from './search-words.ts'

export interface Names {
  /** Ids of services of which the whole query is a name, spacing, particles and words like "apply" left aside. */
  meantBy(query: string): ReadonlySet<string>
}

export function namesOf({ services }: Pick<Pack, 'services'>, { synonyms: everydayWords }: SearchWords): Names {
  const named = new Map<string, Set<string>>()
  const call = (name: string | undefined, id: string) => {
    const key = compact(name ?? '')
    if (key !== '') named.set(key, (named.get(key) ?? new Set()).add(id))
  }
  for (const { id, title, shortTitle, keywords, synonyms } of services.values())
    for (const name of [
      title.ko,
      title.en,
      shortTitle?.ko,
      shortTitle?.en,
      ...keywords.ko,
      ...keywords.en,
      ...synonyms.ko,
      ...synonyms.en,
    ])
      call(name, id)
  for (const [everyday, names] of Object.entries(everydayWords))
    for (const id of new Set(names.flatMap((name) => [...(named.get(compact(name)) ?? [])]))) call(everyday, id)

  const none: ReadonlySet<string> = new Set()
  return {
    meantBy: (query) => {
      const said = queryWords(query).filter(({ weight }) => weight === 1)
      // In the order in which they were said: sorting by weight is stable.
      return named.get(said.map(({ text }) => text).join('')) ?? named.get(compact(query)) ?? none
    },
  }
}
