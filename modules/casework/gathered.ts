/** What a turn of asking registers tells the applicant and the office, and which office is competent once it is known where they live. */
import type { Tx } from '@dpg/kernel/server'
import { type CaseFile, type Contents, factsOf } from './case-file.ts'
import type { DraftDeps } from './draft-contents.ts'
import { sendLetter } from './letters.ts'
import { append, keep, waitingOf } from './open-case.ts'
import { findOthers } from './store-work.ts'
import { residenceOf } from './submit.ts'
import { dayOf } from './words.ts'

/** News: facts came, or a register turned out to be silent for now. The first turn also sends the acknowledgement of receipt. */
export async function tell(deps: DraftDeps, tx: Tx, file: CaseFile, contents: Contents): Promise<CaseFile> {
  const { registers } = deps.catalogue.current().pack
  const names = (ids: readonly string[]) =>
    [...new Set(ids)]
      .sort()
      .map((id) => registers.get(id)?.title.ko ?? id)
      .join(', ')
  const came = Object.entries(contents.facts)
    .filter(([id, { at }]) => file.contents.facts[id]?.at !== at)
    .map(([, { register }]) => register)
  const waiting = waitingOf(contents)
  const turned = turnedOf(file.contents, contents)
  const isFirst = !file.events.some(({ action }) => FINDINGS.includes(action))
  const isNews = isFirst || came.length > 0 || turned.length > 0 || waiting.join() !== waitingOf(file.contents).join()
  const row = await route(deps, { ...file, contents }, isFirst)
  const action = turned.length > 0 ? 'turned' : waiting.length > 0 ? 'awaited' : 'gathered'
  const values = { registers: names(turned.length > 0 ? turned : came), waiting: names(waiting) }
  const told = isNews
    ? await append(deps, tx, file, { action, actor: 'system', contents, row, detail: { values } })
    : await keep(deps, tx, file, contents)
  if (isFirst) {
    await sendLetter(deps, tx, told, 'submitted')
    return linked(deps, tx, told)
  }
  return told
}

/** What a turn of asking is called in the history. */
const FINDINGS: readonly string[] = ['gathered', 'awaited', 'turned']

/** Registers that are no longer waited for though they never answered: their needs went another way. */
const turnedOf = (before: Contents, { needs }: Contents): string[] =>
  Object.entries(needs).flatMap(([id, { state, failure, registers }]) =>
    failure !== null && state !== 'waiting' && before.needs[id]?.state !== state ? registers : [],
  )

/** The competent office, once it is known where the applicant lives. */
async function route(deps: DraftDeps, file: CaseFile, isFirst: boolean) {
  const { definition, row } = file
  const rules = deps.rulesOf(definition, row.serviceVersion)
  const residence = residenceOf(definition, rules, { facts: factsOf(file), asOf: dayOf(row.submittedAt) })
  const wasMoved = file.events.some(({ action }) => action === 'transfer')
  if (residence === null || wasMoved || !(isFirst || row.assignee === null)) return {}
  return { office: deps.directory.officeFor(definition, residence).code }
}

/** Another open application for the same: officials see both (`duplicates: link` and `warn`). */
async function linked(deps: DraftDeps, tx: Tx, file: CaseFile): Promise<CaseFile> {
  const { action } = file.definition.duplicates
  if (action !== 'link' && action !== 'warn') return file
  const [other] = await findOthers(tx, file.row.person, file.row.service, file.row.id)
  if (!other) return file
  return append(deps, tx, file, { action: 'linked', actor: 'system', detail: { values: { receiptNumber: other.receiptNumber } } })
}
