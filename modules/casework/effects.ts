/** What follows from an action: the effects that workflows name, in the order in which they must happen. */
import type { Official } from '@dpg/directory/contract'
import type { Lang } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import { type CaseFile, type Contents, factsOf } from './case-file.ts'
import { invalidAnswers } from './contract.ts'
import { endAfter, onWorkingDay } from './deadline.ts'
import { decide } from './decide.ts'
import type { DraftDeps } from './draft-contents.ts'
import { lookAtCase } from './jobs.ts'
import { sendLetter } from './letters.ts'
import { orderPayment } from './pay.ts'
import type { Rules } from './rules.ts'
import { type By, type Step, stateOf } from './transition.ts'
import { accessOf, systemActor } from './who.ts'

/** An action with what comes with it. Version null: by the platform. */
export interface Deed {
  readonly action: string
  readonly version?: number | null
  readonly key?: string | null
  readonly reason?: string | undefined
  readonly reasonCodes?: readonly string[] | undefined
  readonly form?: Readonly<Record<string, string>> | undefined
  /** In which what is wrong with the form is told. */
  readonly lang?: Lang
}

export interface Doer {
  readonly by: By
  readonly official: Official | null
  /** Name of whoever does it for the applicant by mandate. */
  readonly representative?: string
}

export interface Doing {
  readonly deps: DraftDeps
  readonly tx: Tx
  readonly deed: Deed
  readonly doer: Doer
  readonly step: Step
  readonly rules: Rules
  /** The day whose facts and figures count: that of the application. */
  readonly asOf: string
}

type Effect = (doing: Doing, file: CaseFile) => Promise<CaseFile>

/**
 * pauseClock, resumeClock, stopClock and extendClock need nothing here: the clock is read from the events.
 * `register` was done before the action was taken (`enter.ts`); `assign` leaves the case in the pool of its office.
 */
const BEFORE: readonly (readonly [string, Effect])[] = [
  ['transfer', transfer],
  ['startDeadline', startDeadline],
  ['extendDeadline', extendDeadline],
  ['gather', async (_, file) => withContents(file, { needs: {} })],
  ['assess', assess],
  ['decide', decide],
]

/** Effects that change what the event will hold. */
export async function before(doing: Doing, file: CaseFile): Promise<CaseFile> {
  let changed = file
  for (const [name, effect] of BEFORE) if (doing.step.effects.includes(name)) changed = await effect(doing, changed)
  return changed
}

/** Effects that rest on what has been decided. */
export async function after(doing: Doing, file: CaseFile): Promise<void> {
  const { deps, tx, step } = doing
  const has = (effect: string) => step.effects.includes(effect)
  if (has('pay')) await orderPayment(deps, tx, file)
  if (has('notify')) await sendLetter(deps, tx, file, eventOf(step), { reason: doing.deed.reason })
  const isBackAtStart = stateOf(file.definition, step.to.id).start
  if (has('gather') || isBackAtStart) await tx.enqueue(lookAtCase, { person: file.row.person, case: file.row.id })
}

/** The name under which a service keeps its notice of this step. */
function eventOf({ effects, decision, to, action }: Step): string {
  if (decision !== null && effects.includes('decide')) return `decided.${decision}`
  if (effects.includes('startDeadline')) return 'supplement'
  if (effects.includes('transfer')) return 'transferred'
  if (effects.includes('extendClock') || to.id === 'outage') return 'delayed'
  return action.to === action.from[0] ? action.id : to.id
}

const withContents = (file: CaseFile, contents: Partial<Contents>): CaseFile => ({
  ...file,
  contents: { ...file.contents, ...contents },
})

/** The rules read the facts as they stand, and the person may see that they did. */
async function assess({ deps, tx, rules, asOf }: Doing, file: CaseFile): Promise<CaseFile> {
  const facts = factsOf(file)
  const assessment = rules.assess({ facts, asOf })
  await deps.access.record(tx, accessOf(file, systemActor(deps, file.row.office), 'use', Object.keys(facts).sort(), null))
  return withContents(file, { assessment })
}

/** An office by its code, or by the name of the one area it looks after. */
function officeCalled(directory: Doing['deps']['directory'], called: string) {
  const areas = directory.findAreas(called, 20).filter(({ name, fullName }) => name === called || fullName === called)
  return directory.office(called) ?? (areas.length === 1 ? directory.office(areas[0]!.code) : undefined)
}

/** 이송: another office goes on with it, from the start (민원 처리에 관한 법률 제16조제1항). */
async function transfer(doing: Doing, file: CaseFile): Promise<CaseFile> {
  const { deps, deed } = doing
  const office = officeCalled(deps.directory, (deed.form?.['office'] ?? '').trim())
  if (!office || office.code === file.row.office) throw wrongForm(doing, 'office')
  return { ...withContents(file, { needs: {} }), row: { ...file.row, office: office.code, assignee: null } }
}

/** A first demand leaves the time that the definition gives the state; one more at most ten days (시행령 제24조제3항). */
const REMINDER_DAYS = 10
const LONGEST_DAYS = 90
const USUAL = 'P14D'

async function startDeadline(doing: Doing, file: CaseFile): Promise<CaseFile> {
  const { deed, step } = doing
  const before = file.contents.supplement
  const items = (deed.form?.['items'] ?? deed.reason ?? before?.items ?? '').trim().slice(0, 2_000)
  if (items === '') throw wrongForm(doing, 'items')
  const usual = before ? `P${REMINDER_DAYS}D` : (step.to.sla ?? USUAL)
  const until = dayAsked(doing, before ? REMINDER_DAYS : LONGEST_DAYS, usual)
  return withContents(file, {
    supplement: { items, until, postponements: before?.postponements ?? 0, demands: (before?.demands ?? 0) + 1, isLate: false },
  })
}

async function extendDeadline(doing: Doing, file: CaseFile): Promise<CaseFile> {
  const { supplement } = file.contents
  if (!supplement) throw new Error('there is no deadline to put off')
  const until = dayAsked(doing, LONGEST_DAYS, USUAL)
  if (until <= supplement.until) throw wrongForm(doing, 'dueOn')
  return withContents(file, { supplement: { ...supplement, until, postponements: supplement.postponements + 1, isLate: false } })
}

/**
 * The day in the form, as one text or three boxes, tomorrow at the earliest and `longest` days from today at the latest; the end of
 * the usual time when there is none. Whoever counted, a deadline on a Saturday or a holiday is the next working day (민법 제161조).
 */
function dayAsked(doing: Doing, longest: number, usual: string): string {
  const today = doing.deps.clock.today()
  const form = doing.deed.form ?? {}
  const boxes = ['year', 'month', 'day'].map((box) => (form[`dueOn-${box}`] ?? '').trim())
  const text =
    form['dueOn']?.trim() ||
    (boxes.every(Boolean) ? `${boxes[0]}-${boxes[1]!.padStart(2, '0')}-${boxes[2]!.padStart(2, '0')}` : '')
  if (text === '' && boxes.every((box) => box === '')) return endAfter(today.toString(), usual)
  const day = parsed(text)
  const isWithin =
    day &&
    Temporal.PlainDate.compare(day, today.add({ days: 1 })) >= 0 &&
    Temporal.PlainDate.compare(day, today.add({ days: longest })) <= 0
  if (!isWithin) throw wrongForm(doing, 'dueOn')
  return onWorkingDay(day.toString())
}

function parsed(text: string): Temporal.PlainDate | undefined {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text, { overflow: 'reject' }) : undefined
  } catch {
    return undefined
  }
}

const wrongForm = ({ deps, deed }: Doing, field: string) =>
  invalidAnswers(
    { count: 1 },
    { errors: [{ pointer: `/form/${field}`, detail: deps.texts(deed.lang ?? 'ko')(`casework.error.${field}`) }] },
  )
