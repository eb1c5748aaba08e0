/** The notifier (2.2-1): a change wakes the rules for one person; what became open is told once, with why. */
import { createHash } from 'node:crypto'
import type { Lang, PersonId, Principal } from '@dpg/kernel'
import { defineJob, type Sealing, type Db } from '@dpg/kernel/server'
import type { LetterValues, Notices } from '@dpg/notices/contract'
import { benefitsFound } from './contract.ts'
import type { Rules } from './engine.ts'
import { fetchFor, personOf, type ResidentDeps, sigunguOf, valuesOf } from './resident.ts'
import { rank, recommendation } from './recommend.ts'
import { inputOf, ruling } from './screen.ts'
import { deleteWatcher, insertWatcher, keepLook, lockWatcher, isWatcher } from './store.ts'

export interface WatchDeps extends ResidentDeps {
  readonly db: Db
  readonly sealing: Sealing
  readonly notices: Notices
}

/** `because`: key of the text that says what changed; `once`: names the event, so that the same news of it is one notice. */
export interface Look {
  readonly person: PersonId
  readonly because: string
  readonly once: string
}
export const lookAgain = defineJob<Look>('benefits.look-again')

const MOST_NAMED = 8

export async function watch(deps: WatchDeps, principal: Principal): Promise<void> {
  const person = personOf(principal)
  await deps.db.transaction(async (tx) => {
    if (await insertWatcher(tx, person, deps.clock.now().toString()))
      await tx.enqueue(lookAgain, { person, because: 'start', once: 'start' })
  })
}

export async function unwatch({ db }: WatchDeps, principal: Principal): Promise<void> {
  await deleteWatcher(db, personOf(principal))
}

/** Fetches, screens, compares with the last look, tells what is new. May run twice: the second run finds nothing new. */
export async function look(deps: WatchDeps, { person, because, once }: Look): Promise<void> {
  if (!(await isWatcher(deps.db, person))) return
  deps.memory.forget(person)
  const rules = deps.rules()
  const fetched = await fetchFor(deps, rules, person, '', true)
  // Half an answer would forget what was open before and tell it again: look again later.
  if (fetched.failures.length > 0)
    throw new Error(`registers failed: ${fetched.failures.map(({ register }) => register).join(', ')}`)
  const input = inputOf(deps, rules, { facts: valuesOf(fetched) })
  const { results } = ruling(() => rules.engine.screen(input))
  const eligible = results.filter(({ outcome }) => outcome === 'eligible').map(({ service }) => service)
  const held = await deps.held(person)

  await deps.db.transaction(async (tx) => {
    const watcher = await lockWatcher(tx, person)
    if (!watcher) return
    const open = (sealed: Buffer | null, column: string) =>
      sealed ? deps.sealing.open<string[]>(tx, person, `benefits.watchers.${column}:${person}`, sealed) : Promise.resolve([])
    const before = new Set([...(await open(watcher.eligible, 'eligible')), ...(await open(watcher.told, 'told'))])
    const isFirst = watcher.eligible === null
    const fresh = results.filter(({ service, outcome }) => outcome === 'eligible' && !before.has(service) && !held.has(service))
    const told = isFirst ? [] : fresh.map(({ service }) => service)
    if (told.length > 0) {
      const ranked = rank(deps, rules, fresh, { sigungu: sigunguOf(rules, input), held })
      await deps.notices.send(tx, {
        // A second run for the same event may find more: that is other news, not the same again.
        key: `benefits:${once}:${digestOf(told)}`,
        to: person,
        kind: 'benefits',
        letter: { ko: letterIn(deps, 'ko'), en: letterIn(deps, 'en') },
        values: { ko: valuesIn(deps, rules, ranked, because, 'ko'), en: valuesIn(deps, rules, ranked, because, 'en') },
        service: null,
        case: null,
        documents: [],
        link: '/my/benefits',
        legal: null,
      })
      await tx.publish(benefitsFound, { person, services: told.slice(0, 200), because })
    }
    const seal = (ids: readonly string[], column: string) =>
      deps.sealing.seal(tx, person, `benefits.watchers.${column}:${person}`, ids)
    const allTold = [...new Set([...(await open(watcher.told, 'told')), ...told])]
    await keepLook(tx, person, await seal(eligible, 'eligible'), await seal(allTold, 'told'), deps.clock.now().toString())
  })
}

const digestOf = (services: readonly string[]): string =>
  createHash('sha256')
    .update([...services].sort().join('\n'))
    .digest('base64url')
    .slice(0, 16)

const letterIn = ({ texts }: WatchDeps, lang: Lang) => {
  const t = texts(lang)
  return { subject: t('benefits.notice.subject'), body: t('benefits.notice.body'), short: t('benefits.notice.short') }
}

function valuesIn(deps: WatchDeps, rules: Rules, ranked: ReturnType<typeof rank>, because: string, lang: Lang): LetterValues {
  const t = deps.texts(lang)
  const lines = ranked.slice(0, MOST_NAMED).map((one, at) => {
    const { service, title, why } = recommendation(deps, rules, one, at, new Set(), lang)
    return `- [${title}](/services/${encodeURIComponent(service)}): ${why}`
  })
  const more = ranked.length - lines.length
  const list = more > 0 ? [...lines, `- ${t('benefits.notice.more', { count: more })}`] : lines
  return { because: t(`benefits.because.${because}`), count: String(ranked.length), list: list.join('\n') }
}

/** What a register's change is called in `benefits.because.…`. */
export const CHANGES: Readonly<Record<string, string>> = {
  move: 'move',
  birth: 'birth',
  'job-lost': 'jobLost',
  'income-changed': 'income',
}
export const becauseOf = (change: string): string => CHANGES[change] ?? 'change'
