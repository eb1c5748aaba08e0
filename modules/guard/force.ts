/** The policies in force: those of the country pack, with what pages have published over them. */
import type { Clock } from '@dpg/kernel'
import type { Db, Log } from '@dpg/kernel/server'
import { createEngine, type Engine, isBroken, readPolicies } from '@dpg/policies'
import type { PolicySource } from './contract.ts'
import { findPackFiles, findVersion, insertVersion, newestVersion, type StoredVersion } from './store.ts'

export interface Force {
  /** Decides nothing before `load`. */
  engine(): Engine
  version(): number
  /** Takes a newer version that this or another server has published. */
  refresh(): Promise<void>
  /** The pack's files become the first version, or the next where they have changed since. */
  load(pack: readonly PolicySource[]): Promise<void>
}

interface ForceDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
}

export function createForce({ db, clock, log }: ForceDeps): Force {
  let now: { readonly version: number; readonly engine: Engine } | undefined
  const refresh = async () => {
    if (now && (await newestVersion(db)) === now.version) return
    const found = await findVersion(db)
    if (!found) return
    now = { version: found.version, engine: createEngine(readPolicies(found.files)) }
  }
  const inForce = () => {
    if (!now) throw new Error('no policies are in force yet')
    return now
  }
  return {
    engine: () => inForce().engine,
    version: () => inForce().version,
    refresh,
    load: async (pack) => {
      const [current, before] = [await findVersion(db), await findPackFiles(db)]
      if (!current || !before || changedBetween(before, pack).length > 0) {
        const files = current && before ? overlaid(before, current.files, pack) : pack
        if (isBroken(readPolicies(files))) {
          if (!current) throw new Error('the policies of the pack are broken; see: npm run dpg -- definitions check')
          log.error('guard.pack-not-taken', { version: current.version })
        } else await insertVersion(db, packVersion(current, files, clock), pack)
      }
      await refresh()
    },
  }
}

const packVersion = (current: StoredVersion | undefined, files: readonly PolicySource[], clock: Clock): StoredVersion => ({
  version: (current?.version ?? 0) + 1,
  source: 'pack',
  files,
  changed: changedBetween(current?.files ?? [], files),
  why: '',
  author: null,
  approver: null,
  publishedAt: clock.now().toString(),
})

/** What a page has changed stays; the other files follow the pack. */
function overlaid(
  before: readonly PolicySource[],
  current: readonly PolicySource[],
  pack: readonly PolicySource[],
): PolicySource[] {
  const textOf = (files: readonly PolicySource[], path: string) => files.find((file) => file.path === path)?.text
  const paths = [...new Set([...current, ...pack].map(({ path }) => path))].sort()
  return paths.flatMap((path) => {
    const isOwn = textOf(current, path) !== textOf(before, path)
    const text = textOf(isOwn ? current : pack, path)
    return text === undefined ? [] : [{ path, text }]
  })
}

/** Paths whose text differs, in order. */
export function changedBetween(before: readonly PolicySource[], after: readonly PolicySource[]): string[] {
  const was = new Map(before.map(({ path, text }) => [path, text]))
  const is = new Map(after.map(({ path, text }) => [path, text]))
  return [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path)).sort()
}

/** These files over those; an empty text takes one away. */
export function withFiles(base: readonly PolicySource[], files: readonly PolicySource[]): PolicySource[] {
  const all = new Map([...base, ...files].map(({ path, text }) => [path, text]))
  return [...all]
    .filter(([, text]) => text.trim() !== '')
    .map(([path, text]) => ({ path, text }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}
