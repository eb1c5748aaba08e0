/** The policies: a list that grows. */
import { readFileSync } from 'node:fs'

export interface Policy {
  readonly id: string
  readonly title: { readonly ko: string; readonly en?: string }
  readonly summary: { readonly ko: string; readonly en?: string }
  /** Ages, both included. */
  readonly from: number
  readonly to: number
  /** Code of a city, county or district; null: everywhere. */
  readonly district: string | null
  readonly words: readonly string[]
}

export const readPolicies = (): Policy[] =>
  JSON.parse(readFileSync(new URL('./policies.json', import.meta.url), 'utf8')) as Policy[]

/** As the government's search shows it. */
export const listed = (origin: string, { id, title, summary, words }: Policy) => ({
  id,
  title,
  summary,
  url: `${origin}/policies/${id}`,
  words: [...words, '청년'],
})
