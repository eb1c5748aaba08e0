/** The rules of a release where making all of them at once would hold everybody up. */
import { type Pack, rulesOf } from '@dpg/definitions'
import type { Declarations, ServiceRules } from '@dpg/rules'
import type { LoadedRelease } from './snapshot.ts'
import type { Steps } from './slices.ts'

/** Entries of the catalogue in one step. */
const STEP = 400
/** What the rules of entries are read from. */
const READ_FROM = ['catalogue-entry', 'catalogue-condition', 'condition-code', 'fact', 'area', 'agency']

/** What `rulesOf` makes of the pack, in steps. */
export function* ruleSteps(pack: Pack): Steps<Declarations> {
  const { facts, parameters, services } = ofWorked(pack)
  const rows = pack.catalogue.rows.filter(({ id }) => !pack.services.has(id))
  const entries: ServiceRules[] = []
  for (let at = 0; at < rows.length; at += STEP) {
    yield
    const some = { ...pack, services: new Map(), catalogue: { ...pack.catalogue, rows: rows.slice(at, at + STEP) } }
    entries.push(...rulesOf(some).services)
  }
  return { facts, parameters, services: [...services, ...entries] }
}

/** The rules after a change that left all entries as they were; undefined where it did not, or nobody has asked for them before. */
export function rulesAfter(
  before: LoadedRelease,
  { pack, hashes }: { readonly pack: Pack; readonly hashes: LoadedRelease['hashes'] },
): Declarations | undefined {
  if (!before.hasRules()) return undefined
  const old = before.snapshot
  const isSame = (kind: string) => before.hashes.get(kind)?.equals(hashes.get(kind) ?? Buffer.alloc(0)) ?? !hashes.has(kind)
  const areSameWorked =
    old.pack.services.size === pack.services.size && [...pack.services.keys()].every((id) => old.pack.services.has(id))
  if (!areSameWorked || !READ_FROM.every(isSame)) return undefined
  const { facts, parameters, services } = ofWorked(pack)
  return { facts, parameters, services: [...services, ...old.rules.services.filter(({ id }) => !pack.services.has(id))] }
}

const ofWorked = (pack: Pack): Declarations => rulesOf({ ...pack, catalogue: { ...pack.catalogue, rows: [] } })
