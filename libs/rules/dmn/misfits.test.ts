import assert from 'node:assert/strict'
import test from 'node:test'
import { LimitError } from '../errors.ts'
import { createDmn } from './index.ts'
import { tableModel } from './testing/models.ts'
import { decision, input, knows, literal, model, needs } from './testing/xml.ts'

/** A decision `d` over the number A, the text T and the day D. */
const over = (text: string, type = '') => {
  const inputs = input('A') + input('T', 'string') + input('D', 'date')
  return createDmn([model('m', inputs + decision('d', literal(text), needs('#A', '#T', '#D'), type))])
}
const told = (text: string, type = '') =>
  over(text, type).findings.map(({ where, message, severity }) => [where, message, severity])

test('what does not fit the declared types of inputs is told before anything runs', () => {
  for (const [text, message] of [
    ['A > &quot;x&quot;', 'A number is compared with a string'],
    ['A + &quot;x&quot;', 'number + string has no meaning'],
    ['upper case(A)', 'A string is needed here, this is a number'],
    ['D &gt; A', 'A date is compared with a number'],
    ['A = &quot;x&quot;', 'A number is compared with a string'],
    ['if T then 1 else 2', 'A boolean is needed here, this is a string'],
  ] as const)
    assert.deepEqual(told(text), [['decision d', message, undefined]], text)
  for (const text of ['A &gt; 5', 'A = null', 'T + string(A)', 'D &gt; @&quot;2026-01-01&quot;', 'sum([A, A])', '-A', 'A[1]'])
    assert.deepEqual(told(text), [], text)
})

test('a value of another type than the decision is declared with is told', () => {
  assert.deepEqual(told('&quot;x&quot;', 'number'), [['decision d', '"x" is no number', undefined]])
  assert.deepEqual(told('T', 'number'), [['decision d', 'This is a string, where number is declared', undefined]])
  assert.deepEqual(told('if A &gt; 1 then T else T', 'number').length, 1)
  for (const text of ['A', 'null', '[A]', '[A, A][1]']) assert.deepEqual(told(text, 'number'), [], text)
  assert.deepEqual(told('D', 'date and time'), [])
})

test('cells and results of a table are held against the types of its columns', () => {
  const rows = [
    ['"x"', '1'],
    ['> @"2026-01-01"', '2'],
    ['upper case(?)', '3'],
    ['[1..5]', '4'],
    ['null', '5'],
  ]
  const { findings } = createDmn([tableModel({ inputs: { n: 'number' }, rows })])
  assert.deepEqual(
    findings.map(({ where, message }) => [where, message]),
    [
      ['decision d / table / rule 1 / input 1', 'A number is compared with a string'],
      ['decision d / table / rule 2 / input 1', 'A number is compared with a date'],
      ['decision d / table / rule 3 / input 1', 'A string is needed here, this is a number'],
    ],
  )
  const table = `<decisionTable><input><inputExpression><text>A</text></inputExpression></input><output/>
    <rule><inputEntry><text>&quot;a&quot;</text></inputEntry><outputEntry><text>&quot;no number&quot;</text></outputEntry></rule></decisionTable>`
  const typed = createDmn([model('m', input('A') + decision('d', table, needs('#A'), 'number'))])
  assert.deepEqual(
    typed.findings.map(({ message }) => message),
    ['A number is compared with a string', '"no number" is no number'],
  )
})

test('allowed values count for constants too', () => {
  const type = `<itemDefinition name="tSize"><typeRef>string</typeRef><allowedValues><text>"S", "L"</text></allowedValues></itemDefinition>`
  const sizes = (text: string) => createDmn([model('m', type + decision('d', literal(text), '', 'tSize'))]).findings
  assert.deepEqual(
    sizes('"XXL"').map(({ message }) => message),
    ['"XXL" is not among the allowed values'],
  )
  assert.deepEqual(sizes('"S"'), [])
})

test('parameters of functions and entries of contexts carry their types inward; names that hide them do not', () => {
  const bkm = (text: string) =>
    `<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="n" typeRef="number"/>${literal(text)}</encapsulatedLogic></businessKnowledgeModel>`
  const inFunction = (text: string) => createDmn([model('m', bkm(text))]).findings.map(({ where }) => where)
  assert.deepEqual(inFunction('n + "x"'), ['function f'])
  assert.deepEqual(inFunction('for n in ["a"] return n + "x"'), [])
  const context = (name: string) =>
    `<context><contextEntry><variable name="A"/>${literal('"text"')}</contextEntry><contextEntry><variable name="r"/>${literal(`${name} + 1`)}</contextEntry></context>`
  const inContext = (name: string) =>
    createDmn([model('m', input('A') + input('B') + decision('d', context(name), needs('#A', '#B')))]).findings
  assert.deepEqual(
    inContext('A').map(({ where, message }) => [where, message]),
    [['decision d / r', 'string + number has no meaning']],
  )
  assert.deepEqual(inContext('B'), [])
})

test('fields of declared contexts and items of declared lists have their types', () => {
  const component = (name: string, type: string) => `<itemComponent name="${name}"><typeRef>${type}</typeRef></itemComponent>`
  const types = `<itemDefinition name="tPerson">${component('age', 'number')}${component('home town', 'string')}</itemDefinition>
    <itemDefinition name="tPeople" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>`
  const inputs = input('p', 'tPerson') + input('all', 'tPeople')
  const messages = (text: string) =>
    createDmn([model('m', types + inputs + decision('d', literal(text), needs('#p', '#all')))]).findings.map(
      ({ message }) => message,
    )
  const compared = ['A number is compared with a string']
  assert.deepEqual(messages('p.age = "x"'), compared)
  assert.deepEqual(messages('all[age = "x"]'), compared)
  assert.deepEqual(messages('all[item.age = "x"]'), compared)
  assert.deepEqual(messages('some one in all satisfies one.age = "x"'), compared)
  assert.deepEqual(messages('for one in all return one.age + one.home town'), ['number + string has no meaning'])
  for (const text of ['p.age = 5', 'p.home town = "x"', 'sum(all.age)', 'all[age = 5]', 'for age in ["x"] return age = "x"'])
    assert.deepEqual(messages(text), [], text)
})

test('a cell may be a name, and what is wrong inside of one is told once', () => {
  const cells = (cell: string) =>
    createDmn([tableModel({ inputs: { n: 'number', s: 'string' }, rows: [[cell, '-', '1']] })]).findings.map(
      ({ message }) => message,
    )
  assert.deepEqual(cells('n'), [])
  assert.deepEqual(cells('s'), [])
  assert.deepEqual(cells('lower case(n)'), ['A string is needed here, this is a number'])
  assert.deepEqual(cells('> s'), ['A number is compared with a string'])
})

test('divisions by zero, patterns that are none and what always comes to nothing are told with their place', () => {
  assert.deepEqual(told('A / 0'), [['decision d', 'A / 0 divides by zero', undefined]])
  assert.deepEqual(told('matches(T, &quot;(a&quot;)'), [['decision d', '"(a" is no regular expression', undefined]])
  assert.deepEqual(told('10**7000'), [['decision d', '10**7000 always gives nothing', 'warning']])
  for (const text of ['A / 2', 'matches(T, &quot;(a)&quot;)', 'matches(T, &quot;a \\s&quot;, &quot;x&quot;)', '10**70', 'A / A'])
    assert.deepEqual(told(text), [], text)
  const [finding] = over('1 + A / 0').findings
  assert.deepEqual([finding?.start, finding?.end], [4, 9])
})

test('what only shows when it is evaluated is told with the answer, by the element in which it happened', () => {
  const problems = (text: string, given: Record<string, string | number>, type = '') =>
    over(text, type)
      .evaluate('d', given)
      .problems?.map(({ where, message }) => [where, message])
  const [A, T, D] = [1, 'x', '2026-01-01']
  assert.deepEqual(problems('A + 1', { A: 'x', T, D }), [['input A', '"x" is no number']])
  assert.deepEqual(problems('1 + A / (A - 1)', { A, T, D }), [['decision d', 'A / (A - 1) gives nothing']])
  assert.deepEqual(problems('A ** A', { A: 7000, T, D }), [['decision d', 'A ** A gives nothing']])
  assert.deepEqual(problems('matches(T, T)', { A, T: '(a', D }), [['decision d', 'matches(T, T) gives nothing']])
  assert.deepEqual(problems('[T, T][1]', { A, T, D }, 'number'), [['decision d', '"x" is no number']])
  assert.equal(problems('A + 1', { A, T, D }), undefined)
  assert.equal(problems('if A = 1 then null else 2', { A, T, D }), undefined)
  const { value, problems: none } = over('A + 1').evaluate('d', {})
  assert.deepEqual([value, none], [undefined, undefined])
})

test('rules that match together are told with the answer', () => {
  const dmn = createDmn([
    tableModel({
      inputs: { n: 'number' },
      rows: [
        ['> 1', '1'],
        ['> 2', '2'],
      ],
    }),
  ])
  const { problems } = dmn.evaluate('d', { n: 3 })
  assert.deepEqual(
    problems?.map(({ where, message }) => [where, message]),
    [['decision d / table', 'Rules 1, 2 match together, which UNIQUE does not allow']],
  )
})

test('what takes too long names the decision in which it did', () => {
  const bkm = `<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="n"/>${literal('f(n + 1)')}</encapsulatedLogic>${knows('#f')}</businessKnowledgeModel>`
  const after = '<informationRequirement><requiredDecision href="#slow"/></informationRequirement>'
  const slow = decision('slow', literal('f(1)'), knows('#f'))
  const dmn = createDmn([model('m', bkm + slow + decision('asks', literal('slow + 1'), after))])
  for (const name of ['slow', 'asks'])
    assert.throws(
      () => dmn.evaluate(name, {}),
      (error) => error instanceof LimitError && error.where === 'decision slow' && error.message.startsWith('decision slow: '),
    )
})
