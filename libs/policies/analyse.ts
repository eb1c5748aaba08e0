/**
 * Rules that say nothing: never met (unreachable), always overruled (shadowed), said already by another (implied), forbidding what
 * nobody may anyway. Every world that makes a difference to the rules compared is tried; where there are too many, that is said.
 */
import { axesOf, type Axis } from './domain.ts'
import { evaluate } from './evaluate.ts'
import { finding, type PolicyFinding } from './findings.ts'
import type { Policy, PolicySet } from './read.ts'
import type { Value } from './question.ts'
import { actionsOf } from './vocabulary.ts'

/** Worlds tried for one comparison; beyond it nothing is claimed. */
export const MOST_WORLDS = 400_000

interface Env {
  readonly principal: string
  readonly action: string
  readonly resource: string
}
type Test = (holds: (policy: Policy) => boolean) => boolean

/** Findings are warnings: a rule that says nothing does no harm, but misleads who reads it. */
export function analyse({ policies, vocabulary }: PolicySet): PolicyFinding[] {
  const actions = actionsOf(vocabulary)
  const envsOf = ({ scope }: Policy): Env[] =>
    [...actions].flatMap(([action, resource]) =>
      scope.resources.includes(resource) && (scope.actions === null || scope.actions.includes(action))
        ? scope.principals.map((principal) => ({ principal, action, resource }))
        : [],
    )
  const covers = (policy: Policy, env: Env) =>
    envsOf(policy).some((one) => one.principal === env.principal && one.action === env.action)
  /** Is there a world, among those where the policy can be asked, in which this is so? */
  const finds = (policy: Policy, others: readonly Policy[], test: Test): boolean | undefined => {
    let isUndecided = false
    for (const env of distinct(envsOf(policy), others, covers)) {
      const here = others.filter((other) => covers(other, env))
      const found = search(
        [policy, ...here],
        env,
        (holds) => test((one) => (one === policy || here.includes(one)) && holds(one)),
        vocabulary,
      )
      if (found) return true
      isUndecided ||= found === undefined
    }
    return isUndecided ? undefined : false
  }
  return policies.flatMap((policy): PolicyFinding[] => {
    const tell = (rule: 'unreachable' | 'shadowed' | 'implied' | 'nothing-to-forbid' | 'undecided', by = '') => [
      finding(rule, policy, { id: policy.id, by }, 'warning'),
    ]
    const isMet = finds(policy, [], (holds) => holds(policy))
    if (isMet === false) return tell('unreachable')
    const others = policies.filter((other) => other !== policy)
    const [same, against] = [
      others.filter(({ effect }) => effect === policy.effect),
      others.filter(({ effect }) => effect !== policy.effect),
    ]
    const wider = same.find((other) => {
      const isImplied = finds(policy, [other], (holds) => holds(policy) && !holds(other)) === false
      if (!isImplied) return false
      // Of two that say the same, the later one is told.
      const isBack = finds(other, [policy], (holds) => holds(other) && !holds(policy)) === false
      return !isBack || policies.indexOf(other) < policies.indexOf(policy)
    })
    if (wider) return tell('implied', wider.id)
    const isSeen =
      policy.effect === 'permit'
        ? finds(policy, against, (holds) => holds(policy) && !against.some(holds))
        : finds(policy, against, (holds) => holds(policy) && against.some(holds))
    if (isSeen === false) return policy.effect === 'permit' ? tell('shadowed', namesOf(against)) : tell('nothing-to-forbid')
    return isSeen === undefined || isMet === undefined ? tell('undecided') : []
  })
}

const namesOf = (policies: readonly Policy[]) =>
  policies
    .map(({ id }) => id)
    .slice(0, 5)
    .join(', ')

/** Places in which the same policies meet the same kind of asker and thing need trying once. */
function distinct(envs: readonly Env[], others: readonly Policy[], covers: (policy: Policy, env: Env) => boolean): Env[] {
  const byKey = new Map(
    envs.map((env) => [[env.principal, env.resource, ...others.map((one) => Number(covers(one, env)))].join(), env]),
  )
  return [...byKey.values()]
}

/** Undefined: too many worlds to try. */
function search(policies: readonly Policy[], env: Env, test: Test, vocabulary: PolicySet['vocabulary']): boolean | undefined {
  const axes = axesOf(policies, vocabulary, env.principal)
  if (axes.reduce((product, { values }) => product * values.length, 1) > MOST_WORLDS) return undefined
  const world = new Map<string, Value>()
  const given = (path: string) => world.get(path)!
  const holds = (policy: Policy) => evaluate(policy.body, given, env as unknown as Record<string, string>) === true
  return walk(axes, 0, world, () => test(holds))
}

function walk(axes: readonly Axis[], at: number, world: Map<string, Value>, found: () => boolean): boolean {
  const axis = axes[at]
  if (!axis) return found()
  for (const value of axis.values) {
    world.set(axis.path, value)
    if (walk(axes, at + 1, world, found)) return true
  }
  return false
}
