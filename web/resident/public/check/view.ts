/** What the check shows after each step: worked out from what was posted and from the world, with nothing else and nothing kept. */
import type { Coming, ScreenAnswer, Screened, WhyNot } from '@dpg/benefits/contract'
import { serviceNotFound } from '@dpg/catalogue/contract'
import type { FormError } from '@dpg/ui'
import { type Posted, readSaid, type Said, textOf } from './answers.ts'
import { decidingIn, type Group, type Grouped, GROUPS, grouped } from './groups.ts'
import { FAMILY } from './members.ts'
import { FIRST, isAskable, nextQuestion } from './questions.ts'
import { askedIn, readAnswers } from './read.ts'
import { type Spoken, spokenOf } from './spoken.ts'
import type { CheckFact, CheckService, CheckWorld } from './world.ts'

export interface CheckView {
  readonly said: Said
  readonly errors: readonly FormError[]
  /** What was typed into the form that could not be read. */
  readonly typed: Posted
  /** Questions on this page: the first ones, the next one, or the one to change. */
  readonly ask: readonly CheckFact[]
  /** The lines of the family are asked for, rather than an answer changed. */
  readonly isFamily: boolean
  /** How many services the next question settles; undefined: not asked for that. */
  readonly settles: number | undefined
  /** Undefined: nothing has been answered yet. */
  readonly result: CheckResult | undefined
}

/** What was looked up by name; of what is a "no" the fewest changes that would turn it, by its id. */
export interface Found {
  readonly words: string
  readonly lines: readonly Screened[]
  readonly remedies: ReadonlyMap<string, readonly string[]>
}

export interface CheckResult {
  readonly counts: ScreenAnswer['counts']
  readonly groups: Grouped
  /** One group in full, and its page from 1. */
  readonly open: { readonly group: Group; readonly page: number } | undefined
  readonly coming: readonly Coming[]
  readonly found: Found | undefined
  /** Answers in words, for changing them. */
  readonly spoken: readonly Spoken[]
}

/** The first questions; with what was typed where it could not be read. */
export const startView = (
  { facts }: CheckWorld,
  { errors, typed }: Pick<CheckView, 'errors' | 'typed'> = { errors: [], typed: {} },
): CheckView => ({
  said: { answers: {}, skipped: [] },
  errors,
  typed,
  isFamily: false,
  ask: FIRST.flatMap((id) => facts.get(id) ?? []),
  settles: undefined,
  result: undefined,
})

export function answerView(world: CheckWorld, posted: Posted): CheckView {
  const { said, errors, more } = readAnswers(world, posted, readSaid(posted, world))
  const wasFirst = textOf(posted, 'asked') === FIRST.join(' ')
  if (wasFirst && errors.length > 0) return startView(world, { errors, typed: posted })

  const change = world.facts.get(textOf(posted, 'change'))
  const wrong = errors.length > 0 ? askedIn(posted, world) : more
  const again = wrong.length > 0 ? wrong : change && isAskable(change) ? [change] : []
  const screened = world.screen({ facts: said.answers, asOf: world.today })
  const next = again.length > 0 ? undefined : nextQuestion(screened.ask, decidingIn(screened.results), said, world)
  const show = GROUPS.find((group) => group === textOf(posted, 'show'))
  return {
    said,
    errors,
    typed: errors.length > 0 || more.length > 0 ? posted : {},
    ask: next ? [next.fact] : again,
    isFamily: again[0]?.id === FAMILY,
    settles: next?.settles,
    result: {
      counts: screened.counts,
      groups: grouped(screened.results, said.answers, world),
      open: show && { group: show, page: pageOf(textOf(posted, 'page')) },
      coming: world.coming({ facts: said.answers, asOf: world.today }),
      found: found(world, said, textOf(posted, 'find').trim().slice(0, 80)),
      spoken: spokenOf(world, said.answers),
    },
  }
}

const pageOf = (text: string): number => (/^\d{1,4}$/.test(text) ? Math.max(1, Number(text)) : 1)

/** The answers for a few services that somebody asks for by name. */
function found(world: CheckWorld, said: Said, words: string): CheckResult['found'] {
  if (words === '') return undefined
  const order = world.find(words.replace(/\p{Cc}+/gu, ' '), 5)
  if (order.length === 0) return { words, lines: [], remedies: new Map() }
  const { results } = world.screen({ facts: said.answers, asOf: world.today, services: order })
  const remedies = results
    .filter(({ outcome }) => outcome === 'ineligible')
    .map(({ service }): [string, readonly string[]] => [service, remedyOf(world, said, service)])
  return {
    words,
    lines: results.toSorted((a, b) => order.indexOf(a.service) - order.indexOf(b.service)),
    remedies: new Map(remedies),
  }
}

const remedyOf = (world: CheckWorld, { answers }: Said, service: string): readonly string[] =>
  world.explain(service, { facts: answers, asOf: world.today }).remedy?.changes ?? []

export interface WhyView {
  readonly why: WhyNot
  readonly said: Said
  readonly service: CheckService
}

/** Throws `catalogue/service-not-found`. */
export function whyView(world: CheckWorld, posted: Posted): WhyView {
  const said = readSaid(posted, world)
  const id = textOf(posted, 'service')
  const service = world.service(id)
  if (!service) throw serviceNotFound({ service: id.slice(0, 80) })
  return { why: world.explain(id, { facts: said.answers, asOf: world.today }), said, service }
}
