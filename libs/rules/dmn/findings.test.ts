import assert from 'node:assert/strict'
import test from 'node:test'
import { LimitError } from '../errors.ts'
import { createDmn, DmnError, readDmn } from './index.ts'
import type { DrgElement, Expression } from './model.ts'
import { decisionOf, modelOf, tableModel } from './testing/models.ts'
import { decision, input, knows, literal, model, needs } from './testing/xml.ts'

test('functions may call themselves, but not without end', () => {
  const bkm = (name: string, text: string) =>
    `<businessKnowledgeModel id="${name}" name="${name}"><variable name="${name}"/><encapsulatedLogic><formalParameter name="n" typeRef="number"/>${literal(text)}</encapsulatedLogic>${knows(`#${name}`)}</businessKnowledgeModel>`
  const dmn = createDmn([
    model(
      'm',
      bkm('fac', 'if n = 0 then 1 else n * fac(n - 1)') +
        bkm('loop', 'loop(n + 1)') +
        decision('d', literal('fac(20)'), knows('#fac')) +
        decision('e', literal('loop(1)'), knows('#loop')),
    ),
  ])
  assert.equal(dmn.evaluate('d', {}).value, 2_432_902_008_176_640_000)
  assert.throws(() => dmn.evaluate('e', {}), LimitError)
})

test('a circle of decisions is found before anything is evaluated; what stands in it is null', () => {
  const dmn = createDmn([
    modelOf([
      decisionOf('a', 'b + 1', ['b']),
      decisionOf('b', 'c + 1', ['c']),
      decisionOf('c', 'a + 1', ['a']),
      decisionOf('d', '5'),
    ]),
  ])
  assert.deepEqual(
    dmn.findings.map((one) => one.message),
    ['a -> b -> c -> a is a circle'],
  )
  assert.equal(dmn.evaluate('a', {}).value, null)
  assert.equal(dmn.evaluate('d', {}).value, 5)
})

test('a chain of ten thousand decisions is answered', () => {
  const chain = Array.from(
    { length: 10_000 },
    (_, i): DrgElement => (i === 0 ? decisionOf('d0', '1') : decisionOf(`d${i}`, `d${i - 1} + 1`, [`d${i - 1}`])),
  )
  assert.equal(createDmn([modelOf(chain)]).evaluate('d9999', {}).value, 10_000)
})

test('each fault of a model is told with the element, the place and a remedy', () => {
  const xml = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<decision name="typed" id="a"><variable name="typed" typeRef="tNothing"/>${literal('1')}</decision>
<decision name="syntax" id="b">${literal('1 +')}</decision>
<decision name="names" id="c">${literal('nobody + 1')}</decision>
<decision name="refers" id="d">${needs('#nothing')}${literal('1')}</decision>
<businessKnowledgeModel name="java" id="e"><encapsulatedLogic kind="Java">${literal('1')}</encapsulatedLogic></businessKnowledgeModel>
<decision name="language" id="f"><literalExpression expressionLanguage="urn:js"><text>1</text></literalExpression></decision>
<decision name="twice" id="f">${literal('1')}</decision>
</definitions>`
  const dmn = createDmn([readDmn(xml)])
  const lines = dmn.findings.map((one) => [one.where, one.at?.line] as const).sort((a, b) => a[1]! - b[1]!)
  assert.deepEqual(lines, [
    ['decision typed', 2],
    ['decision syntax', 3],
    ['decision names', 4],
    ['decision refers', 5],
    ['function java', 6],
    ['decision language', 7],
    ['decision twice', 8],
  ])
  assert.ok(dmn.findings.every((one) => one.message.length > 5 && one.remedy.length > 5))
  for (const name of ['typed', 'names']) dmn.evaluate(name, {})
  assert.equal(dmn.evaluate('syntax', {}).value, null)
})

test('asking for what is not there, or giving it, is refused', () => {
  const dmn = createDmn([tableModel({ inputs: { n: 'number' }, rows: [['-', '1']] })])
  assert.throws(() => dmn.evaluate('nothing', {}), DmnError)
  assert.throws(() => dmn.evaluate('d', { m: 1 }), /no input named m/)
})

test('what day it is must be said to a model that asks', () => {
  const dmn = createDmn([model('m', decision('d', literal('today().year')) + decision('e', literal('1')))])
  assert.throws(() => dmn.evaluate('d', {}), /decision d asks what day it is/)
  assert.equal(dmn.evaluate('d', {}, { now: '2026-03-01T09:00:00+09:00' }).value, 2026)
  assert.equal(dmn.evaluate('e', {}).value, 1)
  assert.throws(() => dmn.evaluate('d', {}, { now: 'today' }), /today is no date and time/)
})

test('the condition of a boxed filter is one expression, and what is wrong with it is told at its place', () => {
  const filter = (match: string) =>
    createDmn([model('m', decision('d', `<filter><in>${literal('[1, 2]')}</in><match>${literal(match)}</match></filter>`))])
  assert.equal(filter('true] + [1').findings[0]?.start, 4)
  assert.equal(filter('true] + [1').evaluate('d', {}).value, null)
  const { findings } = filter('item = &quot;a&quot; - 1')
  assert.deepEqual([findings.length, findings[0]?.start, findings[0]?.end], [1, 7, 14])
  assert.deepEqual(filter('item &gt; 1 // the others').evaluate('d', {}).value, [2])
})

test('a name that is in the model but not required is told as that', () => {
  const remedies = (text: string) =>
    createDmn([model('m', input('age') + input('yearly pay') + decision('d', literal(text)))]).findings.map((one) => one.remedy)
  assert.deepEqual(remedies('age + 1'), ['Require age: it is in the model, but not among the requirements'])
  assert.deepEqual(remedies('yearly pay + 1'), ['Require yearly pay: it is in the model, but not among the requirements'])
  assert.deepEqual(remedies('zzzzzzzz'), ['Add it to the model as input data, a decision or a function, and require it'])
})

test('types may hold themselves, as trees do, but not be only other names of each other', () => {
  const tree = `<itemDefinition name="tTree"><itemComponent name="n"><typeRef>number</typeRef></itemComponent><itemComponent name="below" isCollection="true"><typeRef>tTree</typeRef></itemComponent></itemDefinition>`
  const circle = `<itemDefinition name="tA"><typeRef>tB</typeRef></itemDefinition><itemDefinition name="tB"><typeRef>tA</typeRef></itemDefinition>`
  const dmn = createDmn([
    model(
      'm',
      `${tree}${circle}${input('t', 'tTree')}${input('u', 'tA')}${decision('d', literal('sum(t.below.n)'), needs('#t'))}${decision('e', literal('u'), needs('#u'))}`,
    ),
  ])
  const leaf = (n: number | string) => ({ n, below: [] })
  assert.equal(dmn.evaluate('d', { t: { n: 1, below: [leaf(2), leaf(3)] } }).value, 5)
  assert.equal(dmn.evaluate('d', { t: { n: 1, below: [leaf('no number')] } }).value, null)
  assert.deepEqual(
    dmn.findings.map((one) => one.message),
    ['tA -> tB -> tA is a circle'],
  )
  assert.equal(dmn.evaluate('e', { u: 5 }).value, 5)
})

test('a model nested beyond all measure is refused', () => {
  let body: Expression = { kind: 'literal', text: '1' }
  for (let i = 0; i < 50_000; i++) body = { kind: 'list', items: [body] }
  assert.throws(
    () => createDmn([modelOf([{ kind: 'decision', id: 'd', name: 'd', requirements: [], expression: body }])]),
    LimitError,
  )
})
