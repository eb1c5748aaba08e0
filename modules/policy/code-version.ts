/** Names the code that works results out: the hash of its sources, so that a link can say with which it was made. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

let known: string | undefined

/** What decides a result here, besides the rules engine. */
export const COUNTING = [
  'people/',
  'sweep/queue.ts',
  'sweep/store.ts',
  'code-version.ts',
  'compare.ts',
  'estimate.ts',
  'figures.ts',
  'reform.ts',
  'runs.ts',
  'share.ts',
  'stand-ins.ts',
]

/** `sha256:` of the rules engine and of what counts here. Read once. */
export function codeVersion(): string {
  known ??= hashOf([
    dirname(fileURLToPath(import.meta.resolve('@dpg/rules'))),
    ...COUNTING.map((name) => fileURLToPath(new URL(name, import.meta.url))),
  ])
  return known
}

function hashOf(places: readonly string[]): string {
  const hash = createHash('sha256')
  for (const [i, place] of places.entries())
    for (const path of sourcesIn(place))
      hash.update(`${i}/${relative(place, path).replaceAll('\\', '/')}\n`).update(readFileSync(path))
  return `sha256:${hash.digest('hex')}`
}

/** Sources, tests left out, in the order of their names. */
function sourcesIn(place: string): readonly string[] {
  if (place.endsWith('.ts')) return [place]
  return readdirSync(place, { withFileTypes: true })
    .filter(({ name }) => !['node_modules', 'testing', 'tck', 'sql', 'dmn', 'coverage'].includes(name) && !name.startsWith('_'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(place, entry.name)
      if (entry.isDirectory()) return sourcesIn(path)
      return entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') ? [path] : []
    })
}
