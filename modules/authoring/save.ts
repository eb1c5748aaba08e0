/** Saving: whatever was typed is kept, right or wrong; the later of two saves on the same revision is refused. */
import type { Principal } from '@dpg/kernel'
import { type Edit, notYours, type RuleDraftId, type RuleFile, staleDraft, tooMuch, unknownPart, wrongState } from './contract.ts'
import type { Inside } from './deps.ts'
import { applyFields } from './form/edit.ts'
import { isParameters } from './form/files.ts'
import { rewrite } from './form/write.ts'
import { type DraftRow, saveFiles } from './store.ts'
import { find } from './view.ts'
import { authorOf, demandOwn } from './who.ts'

/** Letters in one file. */
export const LONGEST = 400_000

export async function save(deps: Inside, principal: Principal, id: RuleDraftId, revision: number, edit: Edit): Promise<number> {
  const draft = await own(deps, principal, id, revision)
  const next = edit.kind === 'files' ? withTexts(draft.files, edit.files) : await withFields(deps, draft, edit)
  return keep(deps, draft, next.files, next.base)
}

/** The draft of this author, at this revision, as long as it may be written. */
export async function own(deps: Inside, principal: Principal, id: RuleDraftId, revision: number): Promise<DraftRow> {
  const author = authorOf(principal)
  const draft = await find(deps, id)
  demandOwn(principal, draft.service, deps)
  if (draft.author !== author) throw notYours({})
  if (draft.state !== 'open' && draft.state !== 'returned') throw wrongState({ state: draft.state })
  if (draft.revision !== revision) throw staleDraft({ expected: revision, found: draft.revision })
  return draft
}

export async function keep(
  deps: Inside,
  draft: DraftRow,
  files: readonly RuleFile[],
  base?: readonly RuleFile[],
): Promise<number> {
  for (const { text } of files) if (text.length > LONGEST) throw tooMuch({ what: 'letters', most: LONGEST })
  const isSame = base === undefined && JSON.stringify(files) === JSON.stringify(draft.files)
  if (isSame) return draft.revision
  if (!(await saveFiles(deps.db, draft.id, draft.revision, files, deps.clock.now().toString(), base)))
    throw staleDraft({ expected: draft.revision, found: draft.revision + 1 })
  return draft.revision + 1
}

interface Next {
  readonly files: readonly RuleFile[]
  readonly base?: readonly RuleFile[]
}

/** Only files that the draft has. */
function withTexts(files: readonly RuleFile[], typed: readonly RuleFile[]): Next {
  const texts = new Map(typed.map(({ path, text }) => [path, text.replaceAll('\r\n', '\n')]))
  const foreign = [...texts.keys()].find((path) => !files.some((file) => file.path === path))
  if (foreign !== undefined) throw unknownPart({ part: foreign.slice(0, 80) })
  return { files: files.map(({ path, text }) => ({ path, text: texts.get(path) ?? text })) }
}

async function withFields(deps: Inside, draft: DraftRow, edit: Extract<Edit, { kind: 'form' }>): Promise<Next> {
  const isOpening = edit.act?.startsWith('open:figures:')
  const { act: _, ...typed } = edit
  const written = rewrite(draft.slug, draft.files, (form) => applyFields(form, isOpening ? typed : edit), deps.today())
  return isOpening ? withFigures(deps, { ...draft, files: written }, edit.act!.slice('open:figures:'.length)) : { files: written }
}

/** The file of a figure becomes part of the draft. */
async function withFigures(deps: Inside, draft: DraftRow, parameter: string): Promise<Next> {
  const all = (await deps.publishing.sources(['parameters/'])).filter(({ path }) => isParameters(path))
  const file = all.find(({ text }) => new RegExp(`^(- )?\\s*\\{?\\s*id: ${parameter.replace(/\W/g, '')}\\b`, 'm').test(text))
  if (!file) throw unknownPart({ part: parameter.slice(0, 80) })
  if (draft.files.some(({ path }) => path === file.path)) return { files: draft.files }
  const added = { path: file.path, text: file.text }
  return { files: [...draft.files, added], base: [...draft.base, added] }
}
