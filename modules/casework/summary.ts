/** A case in a line: for lists, and at the head of every view. */
import { textIn, type Lang, type Text } from '@dpg/kernel'
import type { CaseFile } from './case-file.ts'
import type { CaseSummary, ClockView } from './contract.ts'
import type { CaseworkDeps } from './deps.ts'
import { readingOf } from './open-case.ts'
import { stateOf } from './transition.ts'

export function summarise(deps: CaseworkDeps, file: Omit<CaseFile, 'contents' | 'application'>, lang: Lang): CaseSummary {
  const { row, definition } = file
  const state = stateOf(definition, row.state)
  return {
    id: row.id,
    receiptNumber: row.receiptNumber,
    service: { id: row.service, title: textIn(definition.title, lang) },
    state: row.state,
    stateTitle: textIn(state.title, lang),
    says: textIn(state.citizenLabel ?? state.title, lang),
    isEnded: row.isEnded,
    needsApplicant: row.needsApplicant,
    clock: clockView(deps, file),
    office: officeView(deps, row.office, lang),
    submittedAt: row.submittedAt,
    decidedAt: row.decidedAt,
  }
}

function clockView(deps: CaseworkDeps, file: Pick<CaseFile, 'definition' | 'events'>): ClockView {
  const reading = readingOf(file, deps.clock.now())
  const paused: Text | null = reading.pausedIn
    ? (reading.pausedIn.citizenLabel ?? reading.pausedIn.title)
    : reading.isHeld
      ? { ko: deps.texts('ko')('casework.clock.consent'), en: deps.texts('en')('casework.clock.consent') }
      : null
  return {
    state: reading.state,
    dueAt: reading.dueAt === null ? null : Temporal.Instant.fromEpochMilliseconds(reading.dueAt).toString(),
    pausedBecause: paused,
    isOverdue: reading.isOverdue,
    extensions: reading.extensions,
    law: file.definition.clock?.law ?? null,
  }
}

export function officeView({ directory }: CaseworkDeps, code: string, lang: Lang): CaseSummary['office'] {
  const office = directory.office(code)
  return { code, name: office ? textIn(office.name, lang) : code, phone: office?.phone ?? null }
}
