/**
 * A policy decision, 200 policies: a kind asked before (its answer is remembered); 4,000 questions each of which is new, from an engine that
 * remembers nothing at the start; and Cedar asked anew each time. Beside it Cedar's own bindings in the same run: all policies parsed once
 * but not sliced, and parsed again for each question. All are held to the same answers.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAuthorized, preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import { createEngine, PLAIN, type PolicySet, type Question, readPolicies } from '@dpg/policies'
import { COUNTRY } from '../country.ts'
import { report } from '../row.ts'
import { cpuOf, median } from '../statistics.ts'

const POLICIES = 200
const FOLDER = join(COUNTRY, 'policies')
const files = readdirSync(FOLDER).map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }))
const own = readPolicies(files).policies.length

/** Rules as agencies would add them: for a service, a register, an office, an hour; one in four forbids. */
function more(count: number): string {
  const rule = (n: number) => {
    const head = `@id("bench-${n}") @ko("가") @en("a")`
    const effect = n % 4 === 0 ? 'forbid' : 'permit'
    const bodies = [
      `(principal is Official in Role::"caseworker", action == Action::"view-case", resource is Case) when { resource.service == "s${n}" && resource.offices.contains("o${n}") && context.hour < ${n % 24} };`,
      `(principal is Official, action == Action::"read-fact", resource is Fact) when { resource.register == "r${n}" && context.purpose == Purpose::"inspection" && context.assurance >= ${n % 4} };`,
      `(principal is Program, action == Action::"read-fact", resource is Fact) when { resource.fact == "f.${n}" && principal.agency == "a${n}" && context.purpose == Purpose::"collection" };`,
      `(principal is Official in Role::"approver", action == Action::"work-on-case", resource is Case) when { resource.service == "s${n}" && principal.agency == "a${n}" };`,
      `(principal is Official, action == Action::"official", resource is Route) when { resource.path == "/p/${n}" && principal.office == "o${n}" };`,
    ]
    return `${head} ${effect} ${bodies[n % bodies.length]}`
  }
  return Array.from({ length: count }, (_, n) => rule(n)).join('\n')
}

const set: PolicySet = readPolicies([...files, { path: 'bench.cedar', text: more(POLICIES - own) }])
if (set.policies.length !== POLICIES || set.findings.length > 0) throw new Error(JSON.stringify(set.findings.slice(0, 3)))

let seed = 7
const draw = (n: number) => {
  seed = (seed * 48_271) % 2_147_483_647
  return seed % n
}
const pick = <T>(...all: readonly T[]): T => all[draw(all.length)]!

function question(): Question {
  const deed = pick('official', 'public', 'read-fact', 'read-fact', 'view-case', 'work-on-case')
  const isRoute = deed === 'official' || deed === 'public'
  return {
    principal: {
      type: deed === 'read-fact' ? pick('Official', 'Program') : 'Official',
      roles: pick(['caseworker'], ['approver', 'caseworker'], ['privacy-officer']),
      agency: `a${draw(40)}`,
      office: `o${draw(40)}`,
    },
    action: deed,
    resource: isRoute
      ? { type: 'Route', path: `/p/${draw(60)}`, method: 'GET', kind: 'page' }
      : deed === 'read-fact'
        ? {
            type: 'Fact',
            fact: `f.${draw(100)}`,
            sensitivity: 'personal',
            register: `r${draw(10)}`,
            owner: 'other',
            isDeclared: draw(10) > 0,
          }
        : { type: 'Case', service: `s${draw(13)}`, offices: [`o${draw(40)}`, 'o11'], owner: 'other' },
    context: {
      ...PLAIN,
      assurance: 2,
      purpose: pick('application', 'screening'),
      law: '기초연금법 제11조',
      consent: 'by-law',
      hour: draw(24),
      recent: draw(60),
    },
  }
}
const asked = Array.from({ length: 4_000 }, question)
const at = (round: number) => asked[round % asked.length]!

/** The same question as Cedar's own bindings take it, with everything in it. */
function call({ principal, action, resource, context }: Question) {
  const entity = (type: string, id: string) => ({ __entity: { type, id } })
  const asker = { type: principal.type, id: 'asker' }
  const thing = { type: resource.type, id: 'thing' }
  const { assurance, law, deviceBound, covered, hour, workday, recent } = context
  const attributes =
    resource.type === 'Route'
      ? { path: resource.path, method: resource.method, kind: resource.kind }
      : resource.type === 'Case'
        ? { service: resource.service, offices: [...resource.offices], owner: entity('Person', resource.owner) }
        : {
            fact: resource.fact,
            register: resource.register,
            declared: resource.isDeclared,
            agreed: resource.isAgreed === true,
            owner: entity('Person', resource.owner),
            sensitivity: entity('Sensitivity', resource.sensitivity),
          }
  return {
    principal: asker,
    action: { type: 'Action', id: action },
    resource: thing,
    context: {
      ...{ assurance, law, deviceBound, covered, hour, workday, recent },
      purpose: entity('Purpose', context.purpose),
      consent: entity('Consent', context.consent),
      acting: entity('Mandate', context.acting),
    },
    entities: [
      {
        uid: asker,
        attrs: { agency: principal.agency, office: principal.office },
        parents: principal.type === 'Official' ? principal.roles.map((id) => ({ type: 'Role', id })) : [],
      },
      { uid: thing, attrs: attributes, parents: [] },
    ],
  }
}
const policies = { staticPolicies: Object.fromEntries(set.policies.map(({ id, text }) => [id, text])) }
preparsePolicySet('bench-all', policies)
const unsliced = (one: Question) => statefulIsAuthorized({ ...call(one), preparsedPolicySetId: 'bench-all' })
const plain = (one: Question) => isAuthorized({ ...call(one), policies })

const engine = createEngine(set)
let allowed = 0
for (const one of asked.slice(0, 500)) {
  const { isAllowed } = engine.decideAnew(one)
  if (engine.decide(one).isAllowed !== isAllowed) throw new Error(JSON.stringify(one))
  const theirs = unsliced(one)
  if (theirs.type === 'failure' || (theirs.response.decision === 'allow') !== isAllowed)
    throw new Error(JSON.stringify([one, theirs]))
  if (isAllowed) allowed++
}

const seen = {
  policies: POLICIES,
  kinds_of_questions: new Set(asked.map((one) => JSON.stringify(one))).size,
  allowed_of_500: allowed,
}
const rounds = 25
const anew = cpuOf((round) => engine.decideAnew(at(round * 31)), rounds)
const all = cpuOf((round) => unsliced(at(round * 31)), rounds)
const parsed = cpuOf((round) => plain(at(round * 31)), 3)
for (const one of asked) engine.decide(one)

/** Each new to an engine that has just been made: parsing the policies is in it. */
const distinct = [...new Map(asked.map((one) => [JSON.stringify(one), one])).values()]
let slow = 0
const first = median(
  Array.from({ length: 9 }, () => {
    const fresh = createEngine(set)
    const before = process.threadCpuUsage()
    slow = 0
    for (const one of distinct) {
      const started = performance.now()
      fresh.decide(one)
      if (performance.now() - started > 0.1) slow++
    }
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1000 / distinct.length
  }),
)
const stream = cpuOf((round) => engine.decide(at(round * 31)), rounds)
const TARGET_MS = 0.1
report({
  work: 'policy decision, 200 policies, of a kind asked before',
  value: stream,
  unit: 'ms CPU',
  target: TARGET_MS,
  peer: { name: 'cedar-wasm, parsed once, not sliced', value: all },
  seen,
})
report({
  work: 'policy decision, 200 policies, never asked before',
  value: first,
  unit: 'ms CPU',
  target: TARGET_MS,
  peer: { name: 'cedar-wasm, parsed once, not sliced', value: all },
  seen: { ...seen, questions: distinct.length, longer_than_target: slow },
})
report({
  work: 'policy decision, 200 policies, nothing remembered: Cedar itself',
  value: anew,
  unit: 'ms CPU',
  peer: { name: 'cedar-wasm, parsed once, not sliced', value: all },
  seen,
})
report({
  work: 'policy decision, 200 policies, nothing remembered, beside plain isAuthorized',
  value: anew,
  unit: 'ms CPU',
  peer: { name: 'cedar-wasm isAuthorized, which parses each time', value: parsed },
  seen,
})
