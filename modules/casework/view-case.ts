/** A case as its applicant sees it: where it stands, what happened, what is waited for, what they may do. */
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Notices } from '@dpg/notices/contract'
import { type CaseFile, factsOf } from './case-file.ts'
import type { ActionView, CaseEventView, CaseView, DecisionView, NeedView, ShownFact } from './contract.ts'
import { decisionOf } from './decide.ts'
import { appealRoutes, reasonLines } from './decision-words.ts'
import { type DraftDeps, wordingOf } from './draft-contents.ts'
import { consentsOf } from './consents/of-case.ts'
import { isHeld, isUploadNeed, needsOf, type NamedNeed } from './needs.ts'
import { standingOf, waitingOf } from './open-case.ts'
import { registerFacts, showFacts } from './shown-facts.ts'
import { summarise } from './summary.ts'
import { actionsOf, allowedActions, type By, isGathering, isProposal, reasonsOf, stateOf } from './transition.ts'
import { SUPPLEMENT, titleOf, uploadsOf } from './uploads.ts'
import { dayInWords, dayOf } from './words.ts'

/** `by`: for whom the actions are shown. */
export async function viewCase(deps: DraftDeps, on: Query, file: CaseFile, by: By, lang: Lang): Promise<CaseView> {
  const { row, contents, definition } = file
  const state = stateOf(definition, row.state)
  const rules = deps.rulesOf(definition, row.serviceVersion)
  const holds = (feel: string) => rules.holds(feel, { facts: factsOf(file), asOf: dayOf(row.submittedAt) }) === true
  const wanted = needsOf(definition).filter((need) => isWanted(need, contents.needs[need.id]?.state, holds))
  const uploads =
    state.upload && !state.end ? await uploadsOf(deps, on, row.person, ownersOf(file), [...wanted, SUPPLEMENT], lang) : []
  const consents = await consentsOf(deps, on, file, by.kind === 'official')
  return {
    ...summarise(deps, file, lang),
    events: file.events.map((event) => viewEvent(deps, file, event, lang)),
    next: nextWords(deps, file, consents, lang),
    needs: needViews(deps, file, lang),
    consents,
    representative: file.application.by ? { name: file.application.by.name, kind: file.application.by.kind } : null,
    // Papers asked for stay in sight after the demand is met.
    uploads: uploads.filter(({ need, files }) => need !== SUPPLEMENT.id || contents.supplement !== null || files.length > 0),
    supplement: contents.supplement ? { items: contents.supplement.items, until: contents.supplement.until } : null,
    decision: await viewDecision(deps, file, lang),
    answers: answersOf(deps, file, lang),
    actions: allowedActions(definition, standingOf(file), by, holds).map((action): ActionView => {
      const reasons = by.kind === 'official' ? reasonsOf(definition, action) : []
      return {
        id: action.id,
        title: textIn(action.title ?? { ko: action.id }, lang),
        needsReason: action.reason && by.kind === 'official',
        form: action.form,
        decision: action.decision,
        reasonCodes: reasons.map(({ code, says }) => ({ value: code, label: textIn(says, lang) })),
        law: action.law,
        proposes: isProposal(definition, action),
      }
    }),
    version: row.version,
    pins: { service: row.serviceVersion, release: row.release },
  }
}

/** Files may be there under the draft's id and under the case's. */
export const ownersOf = ({ row }: Pick<CaseFile, 'row'>): string[] => [row.id, ...(row.draft ? [row.draft] : [])]

const isWanted = (need: NamedNeed, state: NeedView['state'] | undefined, holds: (feel: string) => boolean): boolean => {
  if (!isUploadNeed(need)) return state === 'upload' || state === 'uploaded'
  // In the seconds before the registers were asked nothing is settled: no paper is wanted for a circumstance nobody told of.
  return state === undefined ? need.when === null || holds(need.when) : state !== 'not-needed'
}

function viewEvent(
  deps: DraftDeps,
  { definition, application }: CaseFile,
  event: CaseFile['events'][number],
  lang: Lang,
): CaseEventView {
  const t = deps.texts(lang)
  const action = actionsOf(definition).find(({ id }) => id === event.action)
  const { detail } = event
  const by =
    event.actor === 'applicant'
      ? byApplicant(event, application, t)
      : event.actor === 'system'
        ? t('casework.by.system')
        : (detail.by ?? t('casework.by.official'))
  return {
    seq: event.seq,
    at: event.at,
    what: action?.title ? textIn(action.title, lang) : t(`casework.event.${event.action}`, detail.values ?? {}),
    detail: detail.reason ?? detail.form?.['items'] ?? detail.values?.['why'] ?? null,
    by,
  }
}

/** The applicant, or whoever did it for them by mandate. */
function byApplicant({ seq, detail }: CaseFile['events'][number], { by }: CaseFile['application'], t: Translate): string {
  const name = detail.by ?? (seq === 1 ? by?.name : undefined)
  return name ? t('casework.by.representative', { name }) : t('casework.by.applicant')
}

/** The next step in words: what the applicant must do, else what the office does until when. */
function nextWords(deps: DraftDeps, file: CaseFile, consents: CaseView['consents'], lang: Lang): string {
  const t = deps.texts(lang)
  const { row, contents, definition } = file
  const summary = summarise(deps, file, lang)
  if (contents.entering) return t('casework.next.entering')
  if (row.isEnded) return t(endWords(file))
  if (contents.supplement) return t('casework.next.supplement', { until: dayInWords(contents.supplement.until, lang) })
  if (row.needsApplicant) return t('casework.next.upload')
  const awaited = consents.filter(({ state }) => state === 'asked').map(({ name }) => name)
  if (awaited.length > 0 && isHeld(needsOf(definition), contents.needs) && isGathering(definition, row.state))
    return t('casework.next.consent', { names: awaited.join(', ') })
  const waiting = waitingOf(contents)
  if (waiting.length > 0) {
    const { registers } = deps.catalogue.current().pack
    return t('casework.next.waiting', {
      registers: waiting.map((id) => (registers.has(id) ? textIn(registers.get(id)!.title, lang) : id)).join(', '),
    })
  }
  if (summary.clock.state === 'paused') return t('casework.next.paused')
  return summary.clock.dueAt
    ? t('casework.next.office', { office: summary.office.name, until: dayInWords(dayOf(summary.clock.dueAt), lang) })
    : t('casework.next.open', { office: summary.office.name })
}

function needViews(deps: DraftDeps, { definition, contents }: CaseFile, lang: Lang): NeedView[] {
  const { pack } = deps.catalogue.current()
  return needsOf(definition).flatMap((need): NeedView[] => {
    const state = contents.needs[need.id]
    if (!state || state.state === 'not-needed') return []
    const registers = [...new Set(registerFacts(pack, need.facts).flatMap((id) => pack.facts.get(id)?.register ?? []))].sort()
    return [
      {
        id: need.id,
        title: titleOf(deps, need, lang),
        law: need.law,
        registers: registers.map((id) => (pack.registers.has(id) ? textIn(pack.registers.get(id)!.title, lang) : id)),
        state: state.state,
        failure: state.failure,
        nextTryAt: state.nextTryAt,
        facts: need.facts,
      },
    ]
  })
}

export async function viewDecision(
  { notices }: { readonly notices: Pick<Notices, 'list'> },
  file: CaseFile,
  lang: Lang,
): Promise<DecisionView | null> {
  const { definition, contents, row } = file
  const record = contents.decision
  if (!record) return null
  const decision = decisionOf(definition, record.code)
  const { items } = await notices.list(row.person, lang, { case: row.id, limit: 50 })
  const delivered = items
    .filter(({ deliveredAt, sentAt }) => deliveredAt !== null && sentAt >= record.at)
    .map(({ deliveredAt }) => deliveredAt!)
    .sort()[0]
  return {
    code: record.code,
    outcome: record.outcome,
    title: textIn(decision.title, lang),
    reasons: reasonLines(definition, record, lang),
    law: decision.law,
    amount: record.amount,
    note: record.note,
    appeal: appealRoutes(definition, record, delivered ?? null, lang),
    decidedBy: record.by.join(', '),
    decidedAt: record.at,
    documents: record.documents.map(({ id }) => id),
  }
}

function answersOf(deps: DraftDeps, file: CaseFile, lang: Lang): ShownFact[] {
  const { application, definition, row } = file
  const rules = deps.rulesOf(definition, row.serviceVersion)
  const sources = { answers: application.answers, facts: {}, silent: [], untrusted: new Set<string>() }
  return showFacts(
    deps.catalogue.current().pack,
    Object.keys(application.answers),
    sources,
    rules,
    dayOf(row.submittedAt),
    wordingOf(deps, lang),
  )
}

/** What follows an end. Money is ordered, and who is told so learns also that nothing is paid out yet. */
function endWords({ definition, contents: { decision } }: CaseFile): string {
  if (decision?.outcome !== 'grant' && decision?.outcome !== 'partial') return 'casework.next.ended'
  const isPaid = decision.amount !== null && definition.outputs.some(({ type }) => type === 'payment')
  return isPaid ? 'casework.next.ordered' : 'casework.next.granted'
}
