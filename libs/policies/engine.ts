/**
 * Decisions. Policies are parsed once and sliced by who asks and what for: Cedar reads only those that can apply. An answer is kept
 * for its kind of question, and what it teaches about each policy for those policies' kinds, so that it is as good as asked anew.
 */
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import { kindOf, type KindOf, pathsOf } from './kinds.ts'
import { createLearner, type Learner } from './lessons.ts'
import type { Policy, PolicySet } from './read.ts'
import { idOf, type Question, READS, type Value } from './question.ts'

export interface Verdict {
  readonly isAllowed: boolean
  /** Ids of the policies that decided: permits that let it, or forbids that did not. None: nothing allows it. */
  readonly by: readonly string[]
}

export interface Engine {
  readonly set: PolicySet
  decide(question: Question): Verdict
  /** The same without the memory of earlier answers. */
  decideAnew(question: Question): Verdict
  policy(id: string): Policy | undefined
}

interface Slice {
  /** Cedar's name for them. */
  readonly name: string
  /** What its policies read. */
  readonly paths: readonly string[]
  readonly kindOf: KindOf
  readonly answers: Map<string, Verdict>
  readonly learner: Learner
}

const NOTHING: Verdict = { isAllowed: false, by: [] }

/** `remembered`: how many answers are kept of one slice, and lessons of one policy. */
export function createEngine(set: PolicySet, remembered = 20_000): Engine {
  const slices = new Map<string, Slice | undefined>()
  const byId = new Map(set.policies.map((policy) => [policy.id, policy]))
  const sliceOf = ({ principal, action, resource }: Question): Slice | undefined => {
    const key = `${principal.type} ${action} ${resource.type}`
    if (!slices.has(key)) slices.set(key, cut(set.policies, principal.type, action, resource.type, remembered))
    return slices.get(key)
  }
  return {
    set,
    policy: (id) => byId.get(id),
    decideAnew: (question) => {
      const slice = sliceOf(question)
      return slice ? ask(slice, question) : NOTHING
    },
    decide: (question) => {
      const slice = sliceOf(question)
      if (!slice) return NOTHING
      const { answers, learner } = slice
      const kind = slice.kindOf(question)
      const known = answers.get(kind)
      if (known) return known
      const verdict = learner(question, () => ask(slice, question))
      if (answers.size >= remembered) answers.clear()
      answers.set(kind, verdict)
      return verdict
    },
  }
}

let sets = 0

function cut(all: readonly Policy[], principal: string, action: string, resource: string, remembered: number): Slice | undefined {
  const policies = all.filter(
    ({ scope }) =>
      (scope.principals as readonly string[]).includes(principal) &&
      (scope.actions === null || scope.actions.includes(action)) &&
      (scope.resources as readonly string[]).includes(resource),
  )
  if (policies.length === 0) return undefined
  const name = `policies-${++sets}`
  const parsed = preparsePolicySet(name, { staticPolicies: Object.fromEntries(policies.map(({ id, text }) => [id, text])) })
  if (parsed.type === 'failure') throw new Error(parsed.errors.map(({ message }) => message).join('; '))
  return {
    name,
    paths: pathsOf(policies),
    kindOf: kindOf(policies),
    answers: new Map(),
    learner: createLearner(policies, remembered),
  }
}

/** Only what the slice reads is handed over: Cedar's time goes into reading what it is given. */
function ask(slice: Slice, question: Question): Verdict {
  const { principal, action, resource } = question
  const attributes: Record<string, Record<string, never>> = { principal: {}, resource: {}, context: {} }
  for (const path of slice.paths) {
    const [of = '', attribute = ''] = path.split('.')
    if (attribute !== 'roles' && attribute !== 'uid') attributes[of]![attribute] = cedarValue(READS[path]!(question)) as never
  }
  const asker = { type: principal.type, id: 'asker' }
  const thing = { type: resource.type, id: idOf(resource) }
  const parents = slice.paths.includes('principal.roles') ? principal.roles.map((id) => ({ type: 'Role', id })) : []
  const answer = statefulIsAuthorized({
    preparsedPolicySetId: slice.name,
    principal: asker,
    action: { type: 'Action', id: action },
    resource: thing,
    context: attributes['context']!,
    entities: [
      ...(principal.type === 'Person' ? [] : [{ uid: asker, attrs: attributes['principal']!, parents }]),
      { uid: thing, attrs: attributes['resource']!, parents: [] },
    ],
  })
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '))
  const { decision, diagnostics } = answer.response
  // A policy that cannot be worked out must not be passed over in silence: it might have been the one that forbids.
  if (diagnostics.errors.length > 0) throw new Error(diagnostics.errors.map(({ policyId }) => policyId).join(' '))
  return { isAllowed: decision === 'allow', by: [...diagnostics.reason].sort() }
}

const cedarValue = (value: Value): unknown =>
  Array.isArray(value) ? value.map((one) => cedarValue(one as Value)) : typeof value === 'object' ? { __entity: value } : value
