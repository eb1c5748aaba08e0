/** What others have published meanwhile goes into the draft, part by part: nothing that its author wrote is lost. */
import type { Principal } from '@dpg/kernel'
import { isMap, isSeq, parseDocument } from 'yaml'
import { type Command, type Conflict, type RuleFile, rulesBroken } from './contract.ts'
import type { Inside } from './deps.ts'
import { servicePath } from './form/files.ts'
import { mergeYaml } from './merge.ts'
import { inForce, movedFiles, textAt } from './moved.ts'
import { headOf } from './open.ts'
import { keep, own } from './save.ts'
import { addEvent, type DraftRow } from './store.ts'

/** Gives the parts that both changed; there the draft's stands, and both are kept with the event for the author to look at. */
export async function rebase(deps: Inside, principal: Principal, { id, revision }: Command): Promise<readonly string[]> {
  const draft = await own(deps, principal, id, revision)
  const now = await inForce(deps, draft)
  if (movedFiles(draft, now).length === 0) return []
  const merged = draft.files.map((file) => mergeFile(draft, file, now))
  const conflicts = merged.flatMap((one) => one.conflicts)
  await keep(
    deps,
    draft,
    merged.map(({ path, text }) => ({ path, text })),
    now,
  )
  const reason = conflicts.map(({ part }) => part).join(', ') || null
  await addEvent(
    deps.db,
    id,
    { at: deps.clock.now().toString(), by: draft.author, what: 'rebased', reason: reason?.slice(0, 1000) ?? null },
    conflicts,
  )
  return conflicts.map(({ part }) => part)
}

interface MergedFile extends RuleFile {
  readonly conflicts: readonly Conflict[]
}

function mergeFile(
  { base, slug, service }: Pick<DraftRow, 'base' | 'slug' | 'service'>,
  { path, text }: RuleFile,
  now: readonly RuleFile[],
): MergedFile {
  const theirs = textAt(now, path)
  const before = textAt(base, path)
  if (theirs === undefined || theirs === before) return { path, text, conflicts: [] }
  const isService = path === servicePath(slug)
  const mine = isService ? withNumberAfter(theirs, text) : text
  const merged = mergeYaml(path, { base: before ?? (isService ? '{}' : '[]'), mine, theirs })
  // What cannot be read cannot be merged; the author sets it right first.
  if (!merged) throw rulesBroken({ service, count: 1, first: `${path}: YAML` })
  // The number is given here, so it is nobody's quarrel.
  return { path, text: merged.text, conflicts: merged.conflicts.filter(({ part }) => !isService || part !== 'version') }
}

/** The draft becomes the version after the one in force, and what it says of its changes goes with it. */
function withNumberAfter(theirs: string, text: string): string {
  const [own, other] = [headOf(text, 'version') ?? '1.0.0', headOf(theirs, 'version') ?? '1.0.0']
  const doc = parseDocument(text, { uniqueKeys: false })
  if (isLater(own, other) || doc.errors.length > 0 || !isMap(doc.contents)) return text
  const [major = '1', minor = '0'] = other.split('.')
  const next = `${major}.${Number(minor) + 1}.0`
  doc.set('version', next)
  const log = doc.get('changeLog')
  if (isSeq(log))
    for (const entry of log.items) if (isMap(entry) && String(entry.get('version')) === own) entry.set('version', next)
  return doc.toString({ lineWidth: 0 })
}

function isLater(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]]
  const at = left.findIndex((part, i) => part !== (right[i] ?? 0))
  return at >= 0 && left[at]! > (right[at] ?? 0)
}
