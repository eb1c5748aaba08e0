/** Telling the applicant: the notice that the service keeps for the event, in Korean and English, in the caller's transaction. */
import { type Lang, placeholders, textIn } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type { Letter } from '@dpg/notices/contract'
import type { ServiceDefinition } from '@dpg/definitions'
import type { CaseFile } from './case-file.ts'
import { consentLetter, isLackEvent, type Lack, lackOf } from './consent-letter.ts'
import type { DraftDeps } from './draft-contents.ts'
import { letterValues, type Extra } from './letter-values.ts'
import { stateOf } from './transition.ts'

/** One notice for one event of one case: the same event told again is the same notice. */
export async function sendLetter(deps: DraftDeps, tx: Tx, file: CaseFile, event: string, extra: Extra = {}): Promise<void> {
  const { row, definition, contents } = file
  const notice = noticeFor(definition, event)
  const rules = deps.rulesOf(definition, row.serviceVersion)
  const lack = isLackEvent(event) ? await lackOf(deps, tx, file, event) : undefined
  const ko = letterIn(deps, file, { event, lack }, notice?.template, 'ko')
  const en = letterIn(deps, file, { event, lack }, notice?.template, 'en')
  const valuesIn = (letter: Letter, lang: Lang) =>
    only(letter, { ...letterValues(deps, rules, file, extra, lang), ...generic(deps, file, lang) }, deps, event)
  await deps.notices.send(tx, {
    key: event === 'submitted' ? `case:${row.id}:submitted` : `case:${row.id}:${event}:${row.version}`,
    to: row.person,
    kind: 'case',
    letter: { ko, en },
    values: { ko: valuesIn(ko, 'ko'), en: valuesIn(en, 'en') },
    service: row.service,
    case: row.id,
    documents: event.startsWith('decided') ? (contents.decision?.documents.map(({ id }) => id) ?? []) : [],
    link: `/my/cases/${row.id}`,
    legal: notice?.legal && notice.law ? { law: notice.law, requireRead: notice.requireRead } : null,
  })
}

/** `decided.refuse` falls back to `decided`. */
function noticeFor({ notices }: ServiceDefinition, event: string): ServiceDefinition['notices'][number] | undefined {
  return notices.find((one) => one.event === event) ?? notices.find((one) => one.event === event.split('.')[0])
}

/** The template of the service, or a plain letter that says where the case stands: nobody is left without word. */
function letterIn(
  { texts }: DraftDeps,
  { definition }: CaseFile,
  { event, lack }: { readonly event: string; readonly lack: Lack | undefined },
  template: string | undefined,
  lang: Lang,
): Letter {
  const found = definition.templates.find(({ id, language }) => id === template && language === lang)
  if (found) return { subject: found.subject, body: found.body, short: found.short }
  const t = texts(lang)
  if (lack && isLackEvent(event)) return consentLetter(t, event, lack)
  return {
    subject: t('casework.letter.generic.subject'),
    body: t('casework.letter.generic.body'),
    short: t('casework.letter.generic.short'),
  }
}

function generic({ texts }: DraftDeps, { definition, row }: CaseFile, lang: Lang): Record<string, string> {
  const state = stateOf(definition, row.state)
  return {
    service: textIn(definition.title, lang),
    says: textIn(state.citizenLabel ?? state.title, lang) || texts(lang)('casework.letter.none'),
  }
}

/** What the letter names and nothing else; a name nobody knows is told to operators and shown as a dash, so that the letter goes out. */
function only(
  { subject, body }: Letter,
  values: Readonly<Record<string, string>>,
  { log }: DraftDeps,
  event: string,
): Record<string, string> {
  return Object.fromEntries(
    placeholders(`${subject}\n${body}`).map((name) => {
      const value = values[name]
      if (value === undefined) log.error('casework.letter-unknown-name', { name, event })
      return [name, value || '-']
    }),
  )
}
