import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { evaluate } from './evaluate.ts'
import {
  analyse,
  type Circumstance,
  compare,
  createEngine,
  helpsFor,
  isBroken,
  type Owner,
  PLAIN,
  type Question,
  READS_FOR_TEST,
  readPolicies,
  runExamples,
} from './testing.ts'

const FOLDER = new URL('../../countries/kr/policies/', import.meta.url)
const korea = readdirSync(FOLDER).map((path) => ({ path, text: readFileSync(new URL(path, FOLDER), 'utf8') }))
const vocabulary = korea.find(({ path }) => path === 'vocabulary.yaml')!
const written = (text: string) => readPolicies([vocabulary, { path: 'x.cedar', text }])
const KOREA = readPolicies(korea)
const says = (id: string) => `@id("${id}") @ko("가") @en("a")`
const rulesOf = (text: string) => analyse(written(text)).map(({ rule, message }) => `${rule} ${message.en.match(/‘(.*?)’/)?.[1]}`)

const lookup: Question = {
  principal: { type: 'Official', roles: ['caseworker'], agency: '3200000', office: '11620' },
  action: 'read-fact',
  resource: {
    type: 'Fact',
    fact: 'person.birthDate',
    sensitivity: 'personal',
    register: 'resident-register',
    owner: 'other',
    isDeclared: true,
  },
  context: { ...PLAIN, assurance: 2, purpose: 'application', law: '기초연금법 제11조', consent: 'by-law' },
}
const by = (change: Partial<Question['context']>): Question => ({ ...lookup, context: { ...lookup.context, ...change } })

test('the policies of the pack are valid, every one decides an example, and none is idle', () => {
  const set = KOREA
  assert.deepEqual([set.findings, runExamples(set, korea), analyse(set)], [[], [], []])
})

test('what is wrong is told with file, line and remedy', () => {
  const cases: readonly [string, string, number][] = [
    ['permit (principal, action, resource)\nwhen { context.hour === 3 };', 'syntax', 2],
    ['\npermit (principal, action, resource);', 'id', 2],
    [`// 가나다\n${says('a')}\npermit (principal is Official in Role::"casewroker", action, resource);`, 'type', 3],
    [`${says('a')} permit (principal, action == Action::"read-fact", resource) when { resource.colour == "red" };`, 'type', 1],
    [`${says('a')} permit (principal == Person::"per_1", action == Action::"read-fact", resource);`, 'type', 1],
    [`${says('a')} permit (principal, action, resource);\n${says('a')} permit (principal, action, resource);`, 'twice', 2],
    [`${says('a')} permit (principal == ?principal, action, resource);`, 'template', 1],
    [`${says('a')} permit (principal, action, resource) when { context.hour + 1 == 2 };`, 'unfollowed', 1],
  ]
  for (const [text, rule, line] of cases) {
    const set = written(text)
    const found = set.findings.find((one) => one.rule === rule)
    assert.ok(found && isBroken(set), `${rule}: ${JSON.stringify(set.findings)}`)
    assert.deepEqual([found.file, found.line], ['x.cedar', line], rule)
    assert.match(found.remedy.ko, /[가-힣]/)
  }
  assert.equal(readPolicies([]).findings[0]?.rule, 'vocabulary')
})

test('an example whose answer is another is told by its line', () => {
  const text = '- name: x\n  who: { type: Visitor }\n  does: public\n  to: { type: Route }\n  expect: deny\n'
  const [found] = runExamples(KOREA, [{ path: 'x.examples.yaml', text }])
  assert.deepEqual([found?.rule, found?.line], ['example', 1])
  assert.match(found?.message.en ?? '', /expected deny, got allow everybody/)
})

test('nothing is allowed that no policy permits', () => {
  const engine = createEngine(written(''))
  assert.deepEqual(engine.decide(lookup), { isAllowed: false, by: [] })
})

test('a refusal tells what would help, tried on the policies themselves', () => {
  const engine = createEngine(KOREA)
  assert.deepEqual(engine.decide(lookup), { isAllowed: true, by: ['caseworker-lookup'] })
  assert.deepEqual(helpsFor(engine, by({ hour: 23 })), [[{ help: 'step-up', value: 'high' }], [{ help: 'daytime' }]])
  assert.deepEqual(helpsFor(engine, by({ purpose: 'collection' })), [[{ help: 'purpose', value: 'application' }]])
  assert.deepEqual(helpsFor(engine, by({ recent: 41 })), [[{ help: 'step-up', value: 'high' }], [{ help: 'later' }]])
  assert.deepEqual(helpsFor(engine, by({ hour: 23, purpose: 'collection' })), [
    [
      { help: 'step-up', value: 'high' },
      { help: 'purpose', value: 'application' },
    ],
  ])
  assert.deepEqual(helpsFor(engine, { ...lookup, principal: { ...lookup.principal, roles: ['privacy-officer'] } }), [])
})

test('a rule that can never match, is always overruled, or is said already is found, and no other', () => {
  const scope = '(principal, action == Action::"read-fact", resource)'
  assert.deepEqual(rulesOf(`${says('never')} permit ${scope} when { context.hour < 6 && context.hour > 20 };`), [
    'unreachable never',
  ])
  assert.deepEqual(
    rulesOf(`${says('a')} permit ${scope} when { context.hour < 6 };
      ${says('b')} forbid ${scope} when { context.hour < 7 };
      ${says('c')} permit ${scope} when { context.hour < 8 };`),
    ['implied a'],
  )
  assert.deepEqual(
    rulesOf(`${says('a')} permit ${scope} when { context.hour < 6 };
      ${says('b')} forbid ${scope} when { context.assurance < 2 };
      ${says('c')} forbid ${scope} when { context.assurance >= 2 && context.hour < 9 };`),
    ['shadowed a'],
  )
  assert.deepEqual(
    rulesOf(`${says('a')} permit ${scope} when { context.purpose == Purpose::"screening" };
      ${says('b')} forbid ${scope} when { context.purpose == Purpose::"collection" };`),
    ['nothing-to-forbid b'],
  )
  assert.deepEqual(
    rulesOf(`${says('a')} permit (principal is Official, action == Action::"view-case", resource) when { resource.offices.contains(principal.office) };
      ${says('b')} forbid (principal is Official, action == Action::"view-case", resource) when { !(principal in Role::"approver") };`),
    [],
  )
})

const choice = <T>(...all: readonly T[]) => fc.constantFrom(...all)
const question = fc
  .record({
    principal: fc.record({
      type: choice('Visitor', 'Person', 'Official', 'Program'),
      roles: fc.subarray(['caseworker', 'approver', 'privacy-officer', 'policy-analyst']),
      agency: choice('', '3200000'),
      office: choice('', '11620', '52770'),
    }),
    action: choice('public', 'resident', 'official', 'access-policies', 'read-fact', 'view-case', 'work-on-case'),
    resource: fc.constant(lookup.resource),
    context: fc.record({
      assurance: fc.nat(3),
      purpose: choice('unstated', 'application', 'screening', 'collection'),
      law: choice('', '기초연금법'),
      consent: choice('none', 'given', 'by-law'),
      deviceBound: fc.boolean(),
      acting: choice('nobody', 'parent', 'helper'),
      covered: fc.boolean(),
      hour: fc.nat(23),
      workday: fc.boolean(),
      recent: choice(0, 39, 40, 41, 399, 400, 10_000),
    }),
  })
  .chain((asked) =>
    fc
      .record({
        sensitivity: choice('public', 'personal', 'sensitive'),
        owner: choice<Owner>('asker', 'represented', 'other', 'nobody'),
        isDeclared: fc.boolean(),
        offices: fc.subarray(['11620', '11', '52770']),
      })
      .map(
        ({ offices, owner, ...fact }): Question =>
          ({
            ...asked,
            resource: asked.action.endsWith('-case')
              ? { type: 'Case', service: 's', offices, owner }
              : asked.action === 'read-fact'
                ? { type: 'Fact', fact: 'f', register: 'r', owner, ...fact }
                : { type: 'Route', path: '/', method: 'GET', kind: 'page' },
          }) as Question,
      ),
  )

test('a remembered answer is the answer Cedar gives, and our evaluator agrees with Cedar', () => {
  const engine = createEngine(KOREA, 50)
  const { policies } = engine.set
  fc.assert(
    fc.property(question, (asked) => {
      const anew = engine.decideAnew(asked)
      assert.deepEqual(engine.decide(asked), anew)
      const met = policies.filter(({ scope, body }) => {
        const isHere =
          scope.principals.includes(asked.principal.type) &&
          (scope.actions === null || scope.actions.includes(asked.action)) &&
          scope.resources.includes(asked.resource.type)
        const types = { principal: asked.principal.type, resource: asked.resource.type }
        return isHere && evaluate(body, (path) => READS_FOR_TEST[path]!(asked), types) === true
      })
      const forbids = met.filter(({ effect }) => effect === 'forbid')
      const decisive = forbids.length > 0 ? forbids : met
      assert.deepEqual({ isAllowed: forbids.length === 0 && met.length > 0, by: decisive.map(({ id }) => id).sort() }, anew)
    }),
    { numRuns: 400 },
  )
})

const TEXTS = ['', 'a', 'b', 'named', 'named-too', 'c\u0001d', '1:a']
const some = fc.constantFrom(...TEXTS)
const cases = fc.record({
  principal: fc.record({
    type: fc.constant('Official' as const),
    roles: fc.subarray(['caseworker', 'approver']),
    agency: some,
    office: some,
  }),
  action: choice('view-case', 'work-on-case'),
  resource: fc.record({
    type: fc.constant('Case' as const),
    service: some,
    offices: fc.array(some),
    owner: choice<Owner>('other'),
  }),
  context: fc.record({ hour: fc.nat(23), recent: fc.nat(9) }).map((more): Circumstance => ({ ...PLAIN, ...more })),
})
const OWN = `
  ${says('same')} permit (principal is Official, action, resource is Case) when { resource.offices.contains(principal.office) };
  ${says('named')} permit (principal is Official, action, resource is Case) when { resource.service == "named" && context.hour < 9 };
  ${says('agency')} permit (principal is Official in Role::"approver", action, resource is Case) when { principal.agency == resource.service };
  ${says('two')} forbid (principal is Official, action, resource is Case) when { ["named", "b"].contains(principal.agency) && resource.service != principal.office };
  ${says('volume')} forbid (principal is Official, action == Action::"view-case", resource is Case) when { context.recent > 6 };`

test('what Cedar said of the parts of a question is put together as Cedar would, whatever texts are in it', () => {
  const like = `${says('like')} permit (principal is Official, action, resource is Case) when { principal.office like "n*" };`
  for (const text of [OWN, `${OWN}\n${like}`]) {
    const set = written(text)
    assert.deepEqual(set.findings, [])
    const engine = createEngine(set, 30)
    fc.assert(
      fc.property(cases, (asked) => assert.deepEqual(engine.decide(asked), engine.decideAnew(asked))),
      { numRuns: 300 },
    )
  }
})

test('a policy that cannot be worked out is an error each time, whatever is known of the others', () => {
  const scope = '(principal is Official, action == Action::"read-fact", resource is Fact)'
  const text = `
    ${says('adds')} permit ${scope} when { context.recent + 9223372036854775807 > 0 };
    ${says('lets')} permit ${scope} when { context.hour < 12 };
    ${says('night')} forbid ${scope} when { context.hour < 6 };`
  const engine = createEngine(written(text))
  assert.deepEqual(engine.decide(by({ recent: 0, hour: 10 })).by, ['adds', 'lets'])
  assert.deepEqual(engine.decide(by({ recent: 0, hour: 3 })).by, ['night'])
  for (const hour of [3, 10, 13, 3]) assert.throws(() => engine.decide(by({ recent: 1, hour })), /adds/)
  assert.deepEqual(engine.decide(by({ recent: 0, hour: 13 })).by, ['adds'])
})

test('two sets of policies are compared over questions that were asked', () => {
  const before = createEngine(KOREA)
  const after = createEngine(
    readPolicies(korea.map((file) => ({ ...file, text: file.text.replace('context.hour >= 22', 'context.hour >= 18') }))),
  )
  const { asked, newlyAllowed, newlyDenied, changes, neverUsed } = compare(before, after, [
    { question: by({ hour: 19 }), count: 7 },
    { question: by({ hour: 12 }), count: 3 },
  ])
  assert.deepEqual([asked, newlyAllowed, newlyDenied], [10, 0, 7])
  assert.deepEqual([changes[0]?.count, changes[0]?.after.by], [7, ['night']])
  assert.ok(neverUsed.includes('volume') && !neverUsed.includes('night'))
})
