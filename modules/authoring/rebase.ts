/** The draft's own changes on top of what others have published meanwhile, item by item. */
import type { Principal } from '@dpg/kernel'
import { type Command, type ListName, type Row, type RuleFile, type RuleForm, unknownPart } from './contract.ts'
import type { Inside } from './deps.ts'
import { KEYS } from './form/columns.ts'
import { readForm } from './form/read.ts'
import { writeForm } from './form/write.ts'
import { inForce, movedFiles } from './moved.ts'
import { keep, own } from './save.ts'
import { addEvent } from './store.ts'

const LISTS: readonly ListName[] = ['criteria', 'steps', 'figures', 'cases']

/** Gives the items that both changed; there the draft's stands, for its author to look at. */
export async function rebase(deps: Inside, principal: Principal, { id, revision }: Command): Promise<readonly string[]> {
  const draft = await own(deps, principal, id, revision)
  const now = await inForce(deps, draft)
  if (movedFiles(draft, now).length === 0) return []
  const forms = [draft.base, draft.files, now].map((files) => readForm(draft.slug, files))
  const [base, mine, theirs] = forms
  if (!base || !mine || !theirs) throw unknownPart({ part: 'form' })
  const { form, conflicts } = merge(base, mine, theirs)
  const fresh = draft.files.filter(({ path }) => !now.some((file) => file.path === path))
  const files = writeForm(draft.slug, [...now.map(({ path, text }): RuleFile => ({ path, text })), ...fresh], form, deps.today())
  await keep(deps, draft, files, now)
  await addEvent(deps.db, id, {
    at: deps.clock.now().toString(),
    by: draft.author,
    what: 'rebased',
    reason: conflicts.join(', ') || null,
  })
  return conflicts
}

export function merge(base: RuleForm, mine: RuleForm, theirs: RuleForm): { form: RuleForm; conflicts: readonly string[] } {
  const conflicts: string[] = []
  const form: { -readonly [K in keyof RuleForm]: RuleForm[K] } = { ...theirs, head: mergeRow(base.head, mine.head, theirs.head) }
  for (const list of LISTS) form[list] = mergeList(list, base[list], mine[list], theirs[list], conflicts)
  form.head = {
    ...form.head,
    version: nextAfter(theirs.head['version'] ?? '1.0.0'),
    changesKo: mine.head['changesKo'] ?? '',
    changesEn: mine.head['changesEn'] ?? '',
  }
  return { form, conflicts }
}

const nextAfter = (version: string): string => {
  const [major = '1', minor = '0'] = version.split('.')
  return `${major}.${Number(minor) + 1}.0`
}

/** Each field: mine where I changed it, else theirs. */
const mergeRow = (base: Row, mine: Row, theirs: Row): Row =>
  Object.fromEntries(
    Object.keys({ ...theirs, ...mine }).map((name) => [name, (mine[name] !== base[name] ? mine[name] : theirs[name]) ?? '']),
  )

function mergeList(
  list: ListName,
  base: readonly Row[],
  mine: readonly Row[],
  theirs: readonly Row[],
  conflicts: string[],
): Row[] {
  const key = (row: Row) => `${row['parameter'] ?? ''} ${row[KEYS[list]] ?? ''}`
  const by = (rows: readonly Row[]) => new Map(rows.map((row) => [key(row), row]))
  const [old, own] = [by(base), by(mine)]
  const same = (a: Row | undefined, b: Row | undefined) => JSON.stringify(plain(a)) === JSON.stringify(plain(b))
  const merged = theirs.flatMap((row): Row[] => {
    const [before, ours] = [old.get(key(row)), own.get(key(row))]
    if (!ours) {
      if (before && !same(before, row)) conflicts.push(row[KEYS[list]] ?? '')
      return before ? [] : [row]
    }
    if (same(before, ours)) return [row]
    if (!same(before, row) && !same(ours, row)) conflicts.push(row[KEYS[list]] ?? '')
    return [{ ...mergeRow(before ?? {}, ours, row), was: row['was'] ?? '' }]
  })
  const there = by(theirs)
  const added = mine.filter((row) => !there.has(key(row)) && !same(old.get(key(row)), row))
  return [...merged, ...added.map((row) => ({ ...row, was: '' }))]
}

const plain = (row: Row | undefined): Row | undefined => row && { ...row, was: '' }
