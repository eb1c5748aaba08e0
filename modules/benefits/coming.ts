/** What the coming year opens and closes by itself, in words: "from 3 March 2027, when you turn 65". */
import { dayInWords, type Lang, textIn } from '@dpg/kernel'
import type { AheadChange, Change, ScreenInput } from '@dpg/rules'
import { ageReached } from './changes-in-words.ts'
import type { Coming, ScreenRequest } from './contract.ts'
import type { Telling } from './engine.ts'
import { inputOf, ruling, type ScreenDeps } from './screen.ts'
import type { Words } from './value-in-words.ts'
import { type Turn, turnsOf } from './year.ts'

type Wording = Pick<Words, 'lang' | 't'>

/** Throws what `screen` throws. */
export function coming(deps: ScreenDeps, request: ScreenRequest, lang: Lang): readonly Coming[] {
  const input = inputOf(deps, deps.rules(request.asOf), request)
  return ruling(() => comingOf(deps, input, { lang, t: deps.texts(lang) }))
}

/** So many are told; of entries of the catalogue there may be dozens on one birthday. */
const MOST = 24

export function comingOf(deps: Pick<ScreenDeps, 'rules' | 'newRules'>, input: ScreenInput, words: Wording): readonly Coming[] {
  const { asOf, ...rest } = input
  const told = new Set<string>()
  const found = turnsOf(deps, rest, { from: asOf, to: yearAfter(asOf) }).flatMap((turn) => {
    const here = turn.changes.flatMap((change): Found[] => {
      const kind = kindOf(turn.rules, change)
      if (!kind || told.has(change.service)) return []
      told.add(change.service)
      return [{ turn, change, kind }]
    })
    return here.toSorted((one, other) => Number(isSure(other)) - Number(isSure(one)))
  })
  // Those that were worked out from the law are told before guesses crowd them out.
  const sure = found.filter(isSure)
  const guesses = found.filter((one) => !isSure(one)).slice(0, Math.max(0, MOST - sure.length))
  const kept = new Set([...sure, ...guesses])
  return found.filter((one) => kept.has(one)).map((one) => inWords(input, one, words))
}

const isSure = ({ turn, change }: Found): boolean => turn.rules.isWorkedOut(change.service)

/** Of guesses only what opens surely; of what is worked out also what may open, and what closes. */
function kindOf(rules: Telling, { service, before, after }: AheadChange): Coming['kind'] | undefined {
  if (!rules.isWorkedOut(service)) return after === 'eligible' ? 'opens' : undefined
  if (after === 'eligible' || before === 'ineligible') return 'opens'
  return before === 'eligible' && after === 'ineligible' ? 'closes' : undefined
}

interface Found {
  readonly turn: Turn
  readonly change: AheadChange
  readonly kind: Coming['kind']
}

function inWords(input: ScreenInput, { turn, change, kind }: Found, { lang, t }: Wording): Coming {
  const { service, after, criteria } = change
  const { day, rules } = turn
  const isByRules = turn.byRules.has(service)
  const age = kind === 'opens' && !isByRules ? ageOn(rules, input, service, day) : undefined
  const key = `benefits.coming.${kind}`
  const by = isByRules ? '.rules' : age === undefined ? '' : '.turning'
  return {
    kind,
    service,
    title: rules.title(service, lang),
    basis: rules.isWorkedOut(service) ? 'law' : 'codes',
    day,
    says: t(`${key}${by}`, { day: dayInWords(day, lang), ...(age !== undefined && { count: age }) }),
    outcome: after,
    turned: criteria.flatMap((id) => {
      const known = rules.criterion(service, id)
      return known ? [{ text: textIn(known.says, lang), law: known.law }] : []
    }),
  }
}

/** The age that opens it on that day; undefined when it is something else. */
function ageOn({ engine }: Telling, input: ScreenInput, service: string, day: string): number | undefined {
  const { criteria } = engine.explain(service, input)
  const reached = (change: Change) => (change.kind === 'date' && change.from === day ? ageReached(change) : undefined)
  return criteria.flatMap(({ changes }) => changes.map(reached)).find((age) => age !== undefined)
}

/** Browsers without `Temporal` work this out as well; 29 February becomes 1 March. */
function yearAfter(day: string): string {
  const after = new Date(`${day}T00:00:00Z`)
  after.setUTCFullYear(after.getUTCFullYear() + 1)
  return after.toISOString().slice(0, 10)
}
