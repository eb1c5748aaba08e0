/** A draft as its owner sees it: one screen, the way through, what is missing. */
import type { Screen } from '@dpg/definitions'
import { type Lang, textIn } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { DraftView, ScreenView, UploadView } from './contract.ts'
import { type DraftDeps, type OpenDraft, wordingOf } from './draft-contents.ts'
import { fieldsOf, viewField } from './fields.ts'
import { applies, isRegisterNeed, isUploadNeed, needsOf } from './needs.ts'
import { declarationsOf, wayThrough } from './screens.ts'
import { showFacts } from './shown-facts.ts'
import { uploadsOf } from './uploads.ts'

export async function viewDraft(
  deps: DraftDeps,
  on: Query,
  draft: OpenDraft,
  screen: string | null,
  lang: Lang,
): Promise<DraftView> {
  const { row, contents, definition } = draft
  const { screens, exit } = wayThrough(definition, draft.holds)
  const isDone = ({ id, kind }: Screen) => kind === 'guide' || contents.done.includes(id)
  const current =
    screens.find(({ id }) => id === screen) ??
    (screen === null ? undefined : firstOpen(screens, contents.done)) ??
    startAt(screens, contents.done)
  if (!current) throw new Error(`the form of ${row.service} has no screen`)
  const at = screens.indexOf(current)
  const uploads = await uploadsOf(
    deps,
    on,
    row.person,
    [row.id],
    needsOf(definition).filter((need) => isUploadNeed(need) && applies(need, draft.holds) === true),
    lang,
  )
  return {
    id: row.id,
    service: { id: row.service, title: textIn(definition.title, lang) },
    screens: screens.map((one) => ({
      id: one.id,
      title: textIn(one.title, lang),
      isDone: isDone(one),
      isCurrent: one === current,
    })),
    current: viewScreen(deps, draft, current, screens, uploads, lang),
    previous: screens[at - 1]?.id ?? null,
    next: exit?.screen === current.id ? null : (screens[at + 1]?.id ?? null),
    isReady: exit === null && screens.every(isDone),
    savedAt: row.savedAt,
    expiresAt: row.expiresAt,
    exit: exit ? textIn(exit.says, lang) : null,
  }
}

/** A form begins with its guide; who comes back goes to the first screen that is open. */
const startAt = (screens: readonly Screen[], done: readonly string[]): Screen | undefined =>
  done.length === 0 ? screens[0] : (firstOpen(screens, done) ?? screens.at(-1))

const firstOpen = (screens: readonly Screen[], done: readonly string[]): Screen | undefined =>
  screens.find(({ id, kind }) => kind !== 'guide' && !done.includes(id))

function viewScreen(
  deps: DraftDeps,
  draft: OpenDraft,
  screen: Screen,
  way: readonly Screen[],
  uploads: readonly UploadView[],
  lang: Lang,
): ScreenView {
  const { contents, definition, pack, question } = draft
  const fields = fieldsOf(pack, definition, screen.fields, question.facts)
  return {
    id: screen.id,
    kind: screen.kind,
    title: textIn(screen.title, lang),
    text: screen.text ? textIn(screen.text, lang) : null,
    fields: fields.map((field) => viewField(field, contents.answers, contents.typed, lang)),
    declarations: declarationsOf(screen, draft.holds).map(({ id, says, law, required }) => ({
      id,
      says: textIn(says, lang),
      law,
      isRequired: required,
      isAccepted: contents.declarations.includes(id),
    })),
    facts: screen.kind === 'check' ? checked(deps, draft, way, lang) : [],
    uploads: screen.kind === 'evidence' ? uploads : [],
  }
}

/** Everything the decision will rest on: what was fetched or will be, and what was answered. */
function checked(deps: DraftDeps, draft: OpenDraft, way: readonly Screen[], lang: Lang) {
  const { contents, definition, pack, rules, question, holds } = draft
  const fetched = needsOf(definition)
    .filter((need) => isRegisterNeed(need) && applies(need, holds) !== false)
    .flatMap(({ facts }) => facts)
  const answered = way.flatMap(({ fields }) => fields)
  const untrusted = new Set(contents.failures.filter(({ kind }) => kind === 'untrusted').flatMap(({ facts }) => facts))
  const sources = { answers: contents.answers, facts: contents.facts, silent: contents.silent, untrusted }
  return showFacts(pack, [...fetched, ...answered], sources, rules, question.asOf, wordingOf(deps, lang))
}
