/** Parts of expressions that give nothing, wherever an expression may stand: whoever is judged would be told no. */
import { childrenOf, type Empty, emptyIn, type Expr, type Json, LimitError, tryParseFeel } from '@dpg/rules'
import { type Finding, finding, type Place } from '../findings.ts'
import { conditionsOf, type Written } from './feel.ts'
import type { Kind } from '../sources.ts'
import type { Linted, PackCheck, ServiceCheck } from './lint.ts'

type Service = Parameters<ServiceCheck>[0]

/** A condition of the rules and a step of the amount, with their places. */
export const rulesWritten = ({ eligibility, amount }: Service): Written[] => [
  ...eligibility.criteria.map((one, i): Written => [['eligibility', 'criteria', i, 'test'], one.test]),
  ...(amount?.steps ?? []).map((one, i): Written => [['amount', 'steps', i, 'be'], one.be]),
]

/** Everything else that decides: for whom, as of when, other rules and other audiences. */
const besideRules = ({ award, eligibility }: Service): Written[] => [
  [['award', 'each'], award.each],
  [['eligibility', 'rule'], eligibility.rule],
  [['eligibility', 'effectiveDating'], eligibility.effectiveDating],
  ...eligibility.alternatives.flatMap(({ criteria }, i) =>
    criteria.map(({ test }, j): Written => [['eligibility', 'alternatives', i, 'criteria', j, 'test'], test]),
  ),
]

export const lintNothing: ServiceCheck = (service, linted) => [
  ...lintEmpty('service', service.id, rulesWritten(service), linted, true),
  ...lintEmpty('service', service.id, [...besideRules(service), ...conditionsOf(service)], linted, false),
]

/** The same of expressions that stand in no service. */
export const lintNothingElsewhere: PackCheck = (linted) => {
  const { facts, conditionCodes, datasets, situations, workflows } = linted.pack
  const all: (readonly [Kind, string, Written[]])[] = [
    ...[...facts.values()].map(({ id, derive }): [Kind, string, Written[]] => ['fact', id, [[['derive'], derive]]]),
    ...[...conditionCodes.values()].map(({ code, test }): [Kind, string, Written[]] => [
      'conditionCode',
      code,
      [[['test'], test]],
    ]),
    ...[...datasets.values()].map(({ id, quality }): [Kind, string, Written[]] => [
      'dataset',
      id,
      quality.map(({ test }, i) => [['quality', i, 'test'], test]),
    ]),
    ...[...situations.values()].map(({ id, indicators, levels }): [Kind, string, Written[]] => [
      'situation',
      id,
      [
        ...indicators.map(({ be }, i): Written => [['indicators', i, 'be'], be]),
        ...levels.map(({ when }, i): Written => [['levels', i, 'when'], when]),
      ],
    ]),
    ...[...workflows.values()].map(({ id, actions }): [Kind, string, Written[]] => [
      'workflow',
      id,
      actions.map(({ guard }, i) => [['actions', i, 'guard'], guard]),
    ]),
  ]
  return all.flatMap(([kind, id, written]) => lintEmpty(kind, id, written, linted, kind === 'fact'))
}

function lintEmpty(
  kind: Kind,
  id: string,
  expressions: readonly Written[],
  { pack, sources, isOver }: Linted,
  isCompiled: boolean,
): Finding[] {
  const names = [...pack.facts.keys(), ...pack.parameters.keys()]
  return expressions.flatMap(([path, feel]) => {
    const found = feel === null || isOver?.() ? [] : emptyIn(feel, names)
    return found
      .filter(({ why }) => why !== 'literal' || !isCompiled)
      .map((empty) => emptyFinding(empty, sources.place(kind, id, path, empty.start)))
  })
}

export const emptyFinding = ({ why, start, text }: Empty, place: Place): Finding => ({
  ...finding(why === 'literal' ? 'feel.nothing' : `feel.${why}`, place, { feel: short(text) }),
  offset: start,
})

const SHORT = 80
const short = (text: string): string => (text.length > SHORT ? `${text.slice(0, SHORT)}…` : text)

/**
 * The smallest part that gives nothing although all it is made of gives something; undefined: there is none. What cannot be worked out
 * is unknown although all it is made of is known.
 */
export function givesNothing(
  feel: string,
  names: readonly string[],
  evaluate: (part: string) => Json | undefined,
): string | undefined {
  const text = ({ start, end }: Expr) => feel.slice(start, end)
  const worth = (part: Expr) => orNothing(() => evaluate(text(part)))
  const look = (expr: Expr): string | undefined => {
    const parts = childrenOf(expr)
    for (const part of parts) {
      const found = look(part)
      if (found !== undefined) return found
    }
    if (!COUNTS.includes(expr.k)) return undefined
    const [all, whole] = [parts.map(worth), worth(expr)]
    const isFailure = whole === undefined && !all.includes(undefined)
    return !all.includes(null) && (whole === null || isFailure) ? text(expr) : undefined
  }
  const expr = tryParseFeel(feel, names)
  return expr && look(expr)
}

const COUNTS: readonly Expr['k'][] = ['binary', 'call', 'neg', 'compare', 'for']

/** What does not parse, or names what is not there, is told elsewhere; what never ends gives nothing. */
function orNothing(run: () => Json | undefined): Json | undefined {
  try {
    return run()
  } catch (error) {
    return error instanceof LimitError ? null : undefined
  }
}
