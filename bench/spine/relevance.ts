/** What people type and what they mean (modules/catalogue/relevance.tsv), and whether an answer holds it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../country.ts'

export interface Wanted {
  readonly q: string
  readonly area: string | undefined
  isWanted(hit: { readonly id: string; readonly title: string }): boolean
}

export function readRelevance(): Wanted[] {
  const lines = readFileSync(join(ROOT, 'modules/catalogue/relevance.tsv'), 'utf8').split('\n').slice(1)
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [q = '', area = '', want = ''] = line.split('\t')
      const pattern = /\/(.+)\//.exec(want)?.[1]
      const titles = pattern === undefined ? undefined : new RegExp(pattern)
      const ids = new Set(
        want
          .replace(/\/.+\//, '')
          .split(' ')
          .filter(Boolean),
      )
      return { q, area: area || undefined, isWanted: ({ id, title }) => ids.has(id) || titles?.test(title) === true }
    })
}
