/** 권한 판단: builds the module. Only the server calls this. */
import type { Access } from '@dpg/access/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Directory } from '@dpg/directory/contract'
import type { Clock, Lang, NewId, Principal, Translate } from '@dpg/kernel'
import {
  createTries,
  type Db,
  defineJob,
  jobHandler,
  type Log,
  type ModuleInfo,
  type Parts,
  type Route,
  signInNeeded,
  tooManyRequests,
  type Tries,
} from '@dpg/kernel/server'
import { actionsOf, analyse, helpsFor, type Question, type Verdict } from '@dpg/policies'
import { type Agreements, type Guard, KEPT_DAYS, type PolicyInForce, type PolicySource, versionNotFound } from './contract.ts'
import { isDeclared } from './declared.ts'
import { drafts, publish, review, send, withdraw, writeDraft } from './drafts.ts'
import { decideChange, decideFacts } from './facts.ts'
import { createForce, type Force } from './force.ts'
import { routes } from './http.ts'
import { createKeeper, type Keeper } from './keeper.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { caseQuestion, createMoments, type QuestionDeps, routeQuestion } from './questions.ts'
import { problemOf, recordRefusal, refusedOf } from './refuse.ts'
import { countDecided, findVersion, listVersions, sweep } from './store.ts'

export interface GuardDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly texts: (lang: Lang) => Translate
  readonly access: Pick<Access, 'record'>
  readonly catalogue: Pick<Catalogue, 'current'>
  readonly directory: Pick<Directory, 'area' | 'official'>
  /** Absent: agencies agree on nothing. */
  readonly agreements?: Agreements
}

export interface GuardRunning extends GuardDeps, QuestionDeps {
  readonly force: Force
  readonly keeper: Keeper
  readonly refusals: Tries
}

export const guard: ModuleInfo = {
  migrations: { module: 'guard', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

/** To be scheduled every hour. */
export const sweepGuard = defineJob<object>('guard.sweep')

/** What the server does with it. */
export interface GuardDoor {
  readonly guard: Guard
  readonly parts: Parts
  /** Puts the pack's policies in force; nothing is decided before. */
  load(pack: readonly PolicySource[]): Promise<void>
  /** Throws when a route needs what the vocabulary does not name. */
  requireNamed(routes: readonly Route[]): void
  /** May this route be asked? Throws `kernel/sign-in-needed` or `guard/refused`, which then stands in the access log. */
  allow(route: Route, principal: Principal): Promise<void> | undefined
  /** Writes what was asked and takes what others published, every two seconds until stopped. */
  start(): void
  stop(): Promise<void>
}

const TURN_MS = 2_000
/** Each refusal is written down; whoever asks again and again for what they may not have waits, and fills no log. */
const REFUSALS = { burst: 60, perMinute: 60 }

export function createGuard(deps: GuardDeps): GuardDoor {
  const keeper = createKeeper(deps)
  const force = createForce(deps)
  const running: GuardRunning = {
    ...{ ...deps, keeper, force, moment: createMoments(deps.clock) },
    refusals: createTries(deps.clock, REFUSALS),
  }
  const decide = (question: Question): Verdict => {
    const verdict = force.engine().decide(question)
    keeper.keep(question, verdict)
    return verdict
  }
  const made: Guard = {
    decide,
    decideFacts: (asked) => decideFacts(running, decide, asked),
    decideChange: (asked) => decideChange(running, decide, asked),
    declares: (service, fact) => isDeclared(deps.catalogue.current(), service, fact),
    decideCase: (asked) => decide(caseQuestion(running, asked)),
    tryOut: (question) => {
      const engine = force.engine()
      const verdict = engine.decide(question)
      return { ...verdict, helps: verdict.isAllowed ? [] : helpsFor(engine, question) }
    },
    purpose: (id) => {
      const { ko, en } = force.engine().set.vocabulary.purposes[id] ?? {}
      return ko === undefined || en === undefined ? undefined : { ko, en }
    },
    problemOf: (refused) => problemOf(force.engine(), deps.texts, refused),
    inForce: () => inForce(running),
    versions: () => listVersions(deps.db),
    version: async (version) => {
      const found = await findVersion(deps.db, version)
      if (!found) throw versionNotFound({ version: String(version) })
      return found
    },
    drafts: () => drafts(running),
    startDraft: (principal, why, files) => writeDraft(running, principal, null, why, files),
    changeDraft: (principal, id, why, files) => writeDraft(running, principal, id, why, files),
    review: (id) => review(running, id),
    sendDraft: (principal, id) => send(running, principal, id),
    withdrawDraft: (principal, id) => withdraw(running, principal, id),
    publishDraft: (principal, id) => publish(running, principal, id),
  }
  let turning: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  const turn = () => {
    turning ??= Promise.all([keeper.flush(), force.refresh()])
      .then(() => {})
      .catch((cause: unknown) => deps.log.warn('guard.turn-failed', {}, cause))
      .finally(() => {
        turning = undefined
      })
    return turning
  }
  return {
    guard: made,
    parts: { routes: routes(made), jobs: [jobHandler({ job: sweepGuard, concurrency: 1, handle: () => forget(running) })] },
    load: (pack) => force.load(pack),
    requireNamed: (all) => requireNamed(force, all),
    allow: (route, principal) => {
      const question = routeQuestion(running, route, principal)
      const verdict = decide(question)
      return verdict.isAllowed ? undefined : refuse(running, route, principal, question, verdict)
    },
    start: () => {
      timer = setInterval(turn, TURN_MS)
      timer.unref()
    },
    stop: async () => {
      clearInterval(timer)
      await turning
      await turn()
    },
  }
}

async function refuse(
  deps: GuardRunning,
  route: Route,
  principal: Principal,
  question: Question,
  verdict: Verdict,
): Promise<never> {
  if (principal.kind === 'anonymous') throw signInNeeded({})
  const retryAfterS = deps.refusals.take(principal.person ?? principal.official?.id ?? '')
  if (retryAfterS > 0) throw tooManyRequests({ retryAfterS })
  const engine = deps.force.engine()
  await recordRefusal(deps, engine, route, principal, verdict)
  throw problemOf(engine, deps.texts, refusedOf(engine, question, verdict))
}

async function inForce({ db, force, clock, keeper }: GuardRunning): Promise<PolicyInForce> {
  await keeper.flush()
  const version = (await findVersion(db, force.version()))!
  const decided = await countDecided(
    db,
    clock
      .now()
      .subtract({ hours: 24 * 7 })
      .toString(),
  )
  const { set } = force.engine()
  return {
    ...version,
    findings: analyse(set),
    policies: set.policies.map(({ id, effect, says, law, file, line, text }) => ({
      ...{ id, effect, says, law, file, line, text },
      decided: decided.get(id) ?? 0,
    })),
  }
}

/** A route whose need nobody has named could never be reached: better said at the start. */
function requireNamed(force: Force, routes: readonly Route[]): void {
  const named = actionsOf(force.engine().set.vocabulary)
  const unnamed = routes.find(({ needs }) => named.get(needs) !== 'Route')
  if (unnamed)
    throw new Error(`${unnamed.method} ${unnamed.path} needs "${unnamed.needs}", which policies/vocabulary.yaml does not name`)
}

const forget = ({ db, clock }: GuardRunning): Promise<void> => {
  const before = (hours: number) => clock.now().subtract({ hours }).toString()
  return sweep(db, before(24 * KEPT_DAYS), before(1))
}
