/** Reading a case whole: its row, its events opened, its definition as pinned. Writing it back with one more event. */
import type { CaseId, PersonId } from '@dpg/kernel'
import type { Query, Tx } from '@dpg/kernel/server'
import { type CaseEvent, type CaseFile, type CaseRow, type Contents, EMPTY, type EventDetail } from './case-file.ts'
import { type Moment, type Reading, readClock, warningsOf } from './clock.ts'
import { caseMoved, caseNotFound, staleVersion } from './contract.ts'
import type { CaseworkDeps } from './deps.ts'
import { hashOf } from './history.ts'
import { appendEvent, type EventRow, findCase, keepContents, listEvents } from './store.ts'
import { answersIn, heldAfter, isAwaited } from './consents/answers.ts'
import { actionsOf, isGathering, type Standing, stateOf } from './transition.ts'

export const eventContext = (id: CaseId, seq: number) => `casework.case_events.sealed:${id}:${seq}`
export const caseContext = (id: CaseId) => `casework.cases.sealed:${id}`

/** Reads and opens a case of this person. Throws `casework/case-not-found`. */
export async function openCase(deps: CaseworkDeps, on: Query, person: PersonId, id: CaseId, lock = false): Promise<CaseFile> {
  const row = await findCase(on, person, id, lock)
  if (!row) throw caseNotFound({ id })
  return openRow(deps, on, row, await listEvents(on, person, [id]))
}

export async function openRow(deps: CaseworkDeps, on: Query, row: CaseRow, links: readonly EventRow[]): Promise<CaseFile> {
  const events: CaseEvent[] = []
  for (const { person: _, case: __, hash: ___, sealed, ...link } of links) {
    const detail = sealed ? await deps.sealing.open<EventDetail>(on, row.person, eventContext(row.id, link.seq), sealed) : {}
    events.push({ ...link, detail })
  }
  const contents = row.sealed ? await deps.sealing.open<Contents>(on, row.person, caseContext(row.id), row.sealed) : EMPTY
  const application = events[0]?.detail.application
  if (!application) throw new Error(`case ${row.id} has no application`)
  const definition = await deps.catalogue.pinned(row.service, row.serviceVersion)
  return { row, events, contents, application, definition }
}

function momentsOf({ definition, events }: Pick<CaseFile, 'definition' | 'events'>): Moment[] {
  const held = heldAfter(definition, events)
  return events.map(({ at, to, extends: isExtension }, index) => ({
    at: Temporal.Instant.from(at).epochMilliseconds,
    state: to,
    extends: isExtension,
    isHeld: held[index] === true,
  }))
}

export const readingOf = (file: Pick<CaseFile, 'definition' | 'events'>, now: Temporal.Instant): Reading =>
  readClock(file.definition, momentsOf(file), now.epochMilliseconds)

/** Where the case stands, for `transition`. */
export const standingOf = ({ row, events, contents }: CaseFile): Standing => ({
  state: row.state,
  version: row.version,
  extensions: events.filter((event) => event.extends).length,
  postponements: contents.supplement?.postponements ?? 0,
  proposal: contents.proposal && { decision: contents.proposal.decision, by: contents.proposal.by },
  isEntering: contents.entering !== null && contents.entering.receipt === null,
})

/** Something that happens to a case. */
export interface Happening {
  readonly action: string
  readonly to?: string
  readonly extends?: boolean
  readonly actor: CaseEvent['actor']
  readonly official?: CaseEvent['official']
  readonly key?: string | null
  readonly detail?: EventDetail
  readonly contents?: Contents
  readonly row?: Partial<Pick<CaseRow, 'office' | 'assignee'>>
}

/** Appends one event and writes the case back, sealed; returns the case as it now is. */
export async function append(deps: CaseworkDeps, tx: Tx, file: CaseFile, happening: Happening): Promise<CaseFile> {
  const { row, definition } = file
  const now = deps.clock.now()
  const seq = row.version + 1
  const detail = happening.detail ?? {}
  const sealedDetail =
    Object.keys(detail).length > 0 ? await deps.sealing.seal(tx, row.person, eventContext(row.id, seq), detail) : null
  const event: CaseEvent = {
    seq,
    at: now.toString(),
    action: happening.action,
    from: row.state,
    to: happening.to ?? row.state,
    extends: happening.extends ?? false,
    actor: happening.actor,
    official: happening.official ?? null,
    key: happening.key ?? null,
    detail,
  }
  const contents = happening.contents ?? file.contents
  const state = stateOf(definition, event.to)
  const { detail: _, ...bare } = event
  const link = { ...bare, person: row.person, case: row.id, sealed: sealedDetail }
  const hash = hashOf(row.head, link)
  const events = [...file.events, event]
  const moved: CaseFile = {
    ...file,
    events,
    contents,
    row: {
      ...row,
      ...happening.row,
      state: event.to,
      version: seq,
      isEnded: state.end,
      decidedAt: contents.decision?.at ?? row.decidedAt,
      needsApplicant: needsApplicant(file, event.to, contents),
      head: hash,
    },
  }
  const reading = readingOf(moved, now)
  const isAppended = await appendEvent(tx, link, hash, {
    ...moved.row,
    clockState: reading.state === 'paused' ? 'pause' : state.clock,
    dueAt: isoOf(reading.dueAt),
    proposedBy: contents.proposal?.by ?? null,
    lookAt: lookAtOf(moved, reading, now),
    sealed: await deps.sealing.seal(tx, row.person, caseContext(row.id), contents),
  })
  if (!isAppended) throw staleVersion({ expected: row.version, found: row.version + 1 })
  if (event.to !== event.from)
    await tx.publish(caseMoved, { case: row.id, person: row.person, service: row.service, state: event.to, at: event.at })
  return moved
}

/** Keeps contents without an event: a register that still does not answer is no news. */
export async function keep(deps: CaseworkDeps, tx: Tx, file: CaseFile, contents: Contents): Promise<CaseFile> {
  const now = deps.clock.now()
  const kept = { ...file, contents }
  const sealed = await deps.sealing.seal(tx, file.row.person, caseContext(file.row.id), contents)
  await keepContents(tx, file.row.person, file.row.id, sealed, lookAtOf(kept, readingOf(kept, now), now))
  return kept
}

const isoOf = (at: number | null): string | null => (at === null ? null : Temporal.Instant.fromEpochMilliseconds(at).toString())

/** Registers that are still awaited. */
export const waitingOf = ({ needs }: Contents): string[] =>
  [...new Set(Object.values(needs).flatMap(({ state, registers }) => (state === 'waiting' ? registers : [])))].sort()

/** The applicant must do something: hand in what was asked for, or what no register could tell. */
function needsApplicant({ definition }: CaseFile, stateId: string, { needs }: Contents): boolean {
  const state = stateOf(definition, stateId)
  if (state.end) return false
  const isSupplement = actionsOf(definition).some((one) => one.effects.includes('startDeadline') && one.to === stateId)
  return isSupplement || (state.upload && Object.values(needs).some((need) => need.state === 'upload' && need.failure !== null))
}

/** When the platform must look at the case by itself: the next try, deadline or warning. */
function lookAtOf({ row, contents, events, definition }: CaseFile, reading: Reading, now: Temporal.Instant): string | null {
  if (contents.entering) return contents.entering.nextTryAt ?? now.toString()
  if (row.isEnded) return null
  const asks = isGathering(definition, row.state) || gatherActionFrom(definition, row.state) !== undefined || isLate(contents)
  const tries = asks
    ? Object.values(contents.needs).flatMap(({ nextTryAt }) =>
        nextTryAt ? [Temporal.Instant.from(nextTryAt).epochMilliseconds] : [],
      )
    : []
  const overdue = reading.dueAt !== null && !events.some(({ action }) => action === 'overdue') ? [reading.dueAt + 1] : []
  const warned = events.filter(({ action }) => action === 'due-soon').length
  const warnings = warningsOf(definition, reading).slice(warned, warned + 1)
  const { supplement } = contents
  const late = supplement && !supplement.isLate ? [endOf(supplement.until)] : []
  const answers = answersIn(events)
    .filter(isAwaited)
    .map(({ until }) => until)
  const gathering = tries.length === 0 && mustGather(definition, row.state) ? [now.epochMilliseconds + GRACE_MS] : []
  const next = [...tries, ...overdue, ...warnings, ...late, ...answers, ...gathering].sort((a, b) => a - b)[0]
  return isoOf(next ?? null)
}

/** A job is on its way; only if it were lost is the case looked at without it. */
export const GRACE_MS = 60_000

const mustGather = (definition: CaseFile['definition'], state: string): boolean =>
  isGathering(definition, state) ||
  (gatherActionFrom(definition, state) !== undefined && stateOf(definition, state).clock === 'run')

/** Was something allowed only after the case had gone on? */
export const isLate = ({ needs }: Contents): boolean =>
  Object.values(needs).some((need) => need.state === 'waiting' && need.isLate === true)

/** The action by which the platform itself begins to ask registers from here. */
export const gatherActionFrom = (definition: CaseFile['definition'], state: string) =>
  actionsOf(definition).find(
    ({ effects, from, actor }) => actor === 'system' && effects.includes('gather') && from.includes(state),
  )

/** The end of a day in Korea. */
export const endOf = (day: string): number =>
  Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime('Asia/Seoul').epochMilliseconds
