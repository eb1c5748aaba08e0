/** Beginning runs, working them out, telling how they stand. */
import { createHash } from 'node:crypto'
import type { Catalogue } from '@dpg/catalogue/contract'
import { canonicalJson } from '@dpg/definitions'
import { type Clock, type Lang, type Principal, Problem } from '@dpg/kernel'
import { codeVersion } from './code-version.ts'
import { counted } from './compare.ts'
import {
  dataGone,
  keyReused,
  notFinished,
  type PolicyRun,
  runFailed,
  runNotFound,
  type RunInputs,
  type RunRequest,
  type Standing,
} from './contract.ts'
import { titleOf } from './draft.ts'
import { RunStopped } from './people/thread.ts'
import { dayOf, reformOf, todayOf } from './reform.ts'
import { forgetShares, help, type ShareDeps, workOut } from './share.ts'
import { withStandIns } from './stand-ins.ts'
import * as store from './store.ts'

export interface RunsDeps extends ShareDeps {
  readonly clock: Clock
  readonly catalogue: Catalogue
}

const hashOf = (value: unknown): string => `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`

/** Everything a run depends on, checked. */
function inputsOf({ clock, catalogue, population }: RunsDeps, { service, changes, asOf: day }: RunRequest, lang: Lang) {
  const snapshot = catalogue.current()
  const asOf = dayOf(day, clock.today().toString())
  const today = todayOf(snapshot, service)
  reformOf(withStandIns(today, asOf).rules, changes, asOf, lang)
  const inputs: RunInputs = {
    service,
    asOf,
    changes,
    release: snapshot.release,
    rules: hashOf(today),
    data: population.describe().version,
    code: codeVersion(),
  }
  return { inputs, today }
}

/** Twelve bytes of the hash name a run: short enough for a link, long enough that no two share it. */
const idOf = (inputs: RunInputs): string => hashOf(inputs).slice('sha256:'.length, 'sha256:'.length + 24)

export async function start(
  deps: RunsDeps,
  principal: Principal,
  request: RunRequest,
  key: string | undefined,
  lang: Lang,
): Promise<PolicyRun> {
  const { db, clock } = deps
  const official = principal.official?.id ?? ''
  const bodyHash = hashOf(request)
  const before = key === undefined ? undefined : await store.runOfKey(db, official, key)
  if (before !== undefined) {
    if (before.body_hash !== bodyHash) throw keyReused({})
    return run(deps, before.run, lang)
  }
  const { inputs, today } = inputsOf(deps, request, lang)
  const id = idOf(inputs)
  const at = clock.now().toString()
  await db.transaction(async (tx) => {
    await store.keepRules(tx, inputs.rules, today)
    if (await store.insertRun(tx, { id, at, by: official, inputs })) await tx.enqueue(workOut, { run: id }, { priority: 5 })
    if (key !== undefined) await store.keepKey(tx, { official, key, bodyHash, run: id, at })
  })
  return run(deps, id, lang)
}

/** At most so often a second the progress is written. */
const EVERY_MS = 700

/** Handles the job. A second call while one is under way waits for the first. */
export function createWorker(deps: RunsDeps) {
  const under = new Map<string, Promise<void>>()
  return (job: NonNullable<(typeof workOut)['data']>): Promise<void> => {
    if ('help' in job) return help(deps, job.help)
    const { run: id, again: isAgain = false } = job
    const key = `${id} ${isAgain}`
    const known = under.get(key)
    if (known !== undefined) return known
    const work = (isAgain ? compareAgain(deps, id) : handle(deps, id)).finally(() => under.delete(key))
    under.set(key, work)
    return work
  }
}

async function handle(deps: RunsDeps, id: string): Promise<void> {
  const { db, clock, log } = deps
  const stored = await store.runById(db, id)
  if (stored === undefined || stored.state === 'done') return
  try {
    await store.setProgress(db, id, 0)
    const { result, hash } = await computed(deps, stored, id, (percent) => store.setProgress(db, id, percent))
    await store.finish(db, id, clock.now().toString(), result, hash)
  } catch (error) {
    log.warn('policy.run-failed', { run: id }, error)
    const problem = error instanceof Problem ? error : runFailed({ why: error instanceof RunStopped ? error.message : 'people' })
    await store.fail(db, id, clock.now().toString(), { type: problem.type, values: problem.values })
  }
  await forgetShares(deps, id)
}

/** Works it out from what was kept with the run. Throws dataGone when the people are others now. */
async function computed(
  deps: RunsDeps,
  { inputs }: store.StoredRun,
  share: string,
  onWriting: (percent: number) => Promise<void>,
) {
  const { db, population } = deps
  const today = await store.rulesOf(db, inputs.rules)
  if (today === undefined) throw new Error(`the rules ${inputs.rules} are not kept`)
  const info = await population.ready()
  if (info.version !== inputs.data) throw dataGone({ needed: inputs.data, present: info.version })
  // What is changed of a figure that nobody has published for the day is changed of the one that stands in.
  const { service, asOf } = inputs
  const reform = reformOf(withStandIns(today, asOf).rules, inputs.changes, asOf)
  let last = 0
  const result = await counted(
    deps,
    share,
    { service, asOf, before: today, after: reform },
    {
      onWriting: (done) => {
        const now = Date.now()
        if (now - last < EVERY_MS) return
        last = now
        void onWriting(Math.round(100 * done)).catch(() => {})
      },
    },
  )
  return { result, hash: hashOf(result) }
}

/** Asks for a finished run to be worked out once more; what was found first stays. */
export async function again(deps: RunsDeps, id: string, lang: Lang): Promise<PolicyRun> {
  const stored = await found(deps, id)
  if (stored.state !== 'done') throw notFinished({ run: id })
  const { version } = deps.population.describe()
  if (version !== stored.inputs.data) throw dataGone({ needed: stored.inputs.data, present: version })
  await deps.db.transaction(async (tx) => {
    await store.beginAgain(tx, id, deps.clock.now().toString())
    await tx.enqueue(workOut, { run: id, again: true }, { priority: 5 })
  })
  return run(deps, id, lang)
}

/** Other code may work it out, beside one that has begun before. */
const againOf = (id: string, since: string): string => hashOf({ id, since, code: codeVersion() })

async function compareAgain(deps: RunsDeps, id: string): Promise<void> {
  const stored = await store.runById(deps.db, id)
  if (stored?.state !== 'done' || stored.again_since === null || stored.again_at !== null) return
  const share = againOf(id, stored.again_since)
  try {
    const { hash } = await computed(deps, stored, share, async () => {})
    await store.keepAgain(deps.db, id, deps.clock.now().toString(), hash, codeVersion())
  } catch (error) {
    // Nothing is known of it then: the page offers it once more instead of waiting for ever.
    deps.log.warn('policy.again-failed', { run: id }, error)
    await store.dropAgain(deps.db, id)
  }
  await forgetShares(deps, share)
}

async function found({ db }: RunsDeps, id: string): Promise<store.StoredRun> {
  const stored = /^[0-9a-f]{24}$/.test(id) ? await store.runById(db, id) : undefined
  if (stored === undefined) throw runNotFound({ run: id.slice(0, 60) })
  return stored
}

export const run = async (deps: RunsDeps, id: string, lang: Lang): Promise<PolicyRun> => told(deps, await found(deps, id), lang)

export async function runs(deps: RunsDeps, lang: Lang, { limit, offset }: { readonly limit: number; readonly offset: number }) {
  const { total, rows } = await store.newestRuns(deps.db, limit, offset)
  return { total, items: rows.map((one) => told(deps, one, lang)) }
}

const progressOf = ({ progress, shards_all: all, shards_done: done }: store.StoredRun): number =>
  all > 0 ? Math.round((100 * done) / all) : progress

function told({ catalogue, population }: RunsDeps, stored: store.StoredRun, lang: Lang): PolicyRun {
  const snapshot = catalogue.current()
  const { inputs } = stored
  const standing: Standing = {
    isCurrentRelease: snapshot.release === inputs.release,
    isSameCode: codeVersion() === inputs.code,
    hasData: population.describe().version === inputs.data,
    again:
      stored.again_since === null
        ? null
        : {
            since: stored.again_since,
            at: stored.again_at,
            isSame: stored.again_hash === stored.result_hash,
            isSameCode: stored.again_code === inputs.code,
          },
  }
  return {
    id: stored.id,
    state: stored.state,
    progress: progressOf(stored),
    shards: stored.shards_all > 0 ? { done: stored.shards_done, all: stored.shards_all } : null,
    createdAt: stored.created_at,
    finishedAt: stored.finished_at,
    inputs,
    title: titleOf(snapshot, inputs.service, lang),
    result: stored.result,
    resultHash: stored.result_hash,
    failure: stored.failure,
    standing,
  }
}
