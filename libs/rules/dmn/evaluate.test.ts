import assert from 'node:assert/strict'
import test from 'node:test'
import { LimitError } from '../errors.ts'
import { createDmn, DmnError, readDmn } from './index.ts'
import type { DrgElement, Expression } from './model.ts'
import { decisionOf, modelOf, tableModel } from './testing/models.ts'

const model = (name: string, inner: string, namespace = 'urn:m') =>
  readDmn(
    `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="${name}" namespace="${namespace}">${inner}</definitions>`,
  )
const input = (name: string, typeRef = 'number') =>
  `<inputData id="${name}" name="${name}"><variable name="${name}" typeRef="${typeRef}"/></inputData>`
const literal = (text: string) => `<literalExpression><text>${text}</text></literalExpression>`
const needs = (...hrefs: readonly string[]) =>
  hrefs.map((href) => `<informationRequirement><requiredInput href="${href}"/></informationRequirement>`).join('')
const knows = (href: string) => `<knowledgeRequirement><requiredKnowledge href="${href}"/></knowledgeRequirement>`
const decision = (name: string, body: string, required = '', type = '') =>
  `<decision id="${name.replaceAll(' ', '_')}" name="${name}"><variable name="${name}"${type && ` typeRef="${type}"`}/>${required}${body}</decision>`

test('decisions are answered with what they need, and an answer that is not known is absent', () => {
  const dmn = createDmn([model('m', input('salary') + decision('yearly pay', literal('salary * 12'), needs('#salary')))])
  assert.equal(dmn.evaluate('yearly pay', { salary: 1000 }).value, 12000)
  assert.equal('value' in dmn.evaluate('yearly pay', {}), false)
  assert.equal(dmn.evaluate('yearly pay', {}, { absent: null }).value, null)
})

test('dates, times and durations are given and answered as text', () => {
  const dmn = createDmn([
    model(
      'm',
      input('born', 'date') +
        input('after', 'years and months duration') +
        decision('d', literal('born + after'), needs('#born', '#after')),
    ),
  ])
  assert.equal(dmn.evaluate('d', { born: '1961-03-03', after: 'P65Y' }).value, '2026-03-03')
})

test('a value that does not fit its type is null; a list of one and its item stand for each other', () => {
  const dmn = createDmn([
    model(
      'm',
      input('n') +
        decision('d', literal('n'), needs('#n')) +
        decision('list', literal('n'), needs('#n'), 'tNumbers') +
        '<itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>',
    ),
  ])
  assert.equal(dmn.evaluate('d', { n: 'text' }).value, null)
  assert.equal(dmn.evaluate('d', { n: [5] }).value, 5)
  assert.deepEqual(dmn.evaluate('list', { n: 5 }).value, [5])
})

test('allowed values are part of a type', () => {
  const items = `<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A","B"</text></allowedValues></itemDefinition>
    <itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef><typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>`
  const dmn = createDmn([model('m', items + input('g', 'tGrades') + decision('d', literal('g'), needs('#g')))])
  assert.deepEqual(dmn.evaluate('d', { g: ['A', 'B'] }).value, ['A', 'B'])
  assert.equal(dmn.evaluate('d', { g: ['A', 'C'] }).value, null)
  assert.equal(dmn.evaluate('d', { g: ['A', 'B', 'A'] }).value, null)
})

const SERVICE = `${input('n')}
  ${decision('inner', literal('n + 1'), needs('#n'))}
  ${decision('outer', literal('inner * 10'), '<informationRequirement><requiredDecision href="#inner"/></informationRequirement>')}
  <decisionService id="s" name="s"><variable name="s"/><outputDecision href="#outer"/><encapsulatedDecision href="#inner"/><inputData href="#n"/></decisionService>
  <decisionService id="t" name="t"><variable name="t"/><outputDecision href="#outer"/><inputDecision href="#inner"/></decisionService>
  ${decision('caller', literal('s(1) + t(5)'), knows('#s') + knows('#t'))}`

test('a decision service is asked alone or called like a function; an input decision replaces the decision', () => {
  const dmn = createDmn([model('m', SERVICE)])
  assert.deepEqual(dmn.findings, [])
  assert.equal(dmn.evaluate('s', { n: 4 }).value, 50)
  assert.equal(dmn.evaluate('t', { inner: 7 }).value, 70)
  assert.equal(dmn.evaluate('caller', {}).value, 70)
})

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

test('what an imported model has is read under the name of the import', () => {
  const imported = model(
    'lib',
    `${input('a')}${decision('twice it', literal('a * 2'), needs('#a'))}<itemDefinition name="tPositive"><typeRef>number</typeRef><allowedValues><text>&gt; 0</text></allowedValues></itemDefinition>`,
    'urn:lib',
  )
  const importing = model(
    'm',
    `<import name="my lib" namespace="urn:lib" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>${decision('d', literal('my lib.twice it + 1'), '<informationRequirement><requiredDecision href="urn:lib#twice_it"/></informationRequirement>', 'my lib.tPositive')}`,
  )
  const dmn = createDmn([importing, imported])
  assert.deepEqual(dmn.findings, [])
  assert.equal(dmn.evaluate('d', { a: 4 }).value, 9)
  assert.equal(dmn.evaluate('d', { a: -4 }).value, null)
  assert.match(createDmn([importing]).findings[0]!.message, /urn:lib#twice_it leads to nothing/)
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

test('boxed expressions: context, relation, list, function, invocation, conditional, filter, for, some, every', () => {
  const boxed = (body: string) =>
    createDmn([model('m', `${input('n')}${decision('d', body, needs('#n'))}`)]).evaluate('d', { n: 3 }).value
  const entry = (name: string, body: string) => `<contextEntry><variable name="${name}"/>${body}</contextEntry>`
  const result = (body: string) => `<contextEntry>${body}</contextEntry>`
  const fn = `<functionDefinition><formalParameter name="x" typeRef="number"/>${literal('x * n')}</functionDefinition>`
  const call = `<invocation>${literal('f')}<binding><parameter name="x"/>${literal('5')}</binding></invocation>`
  assert.deepEqual(boxed(`<context>${entry('a', literal('n'))}${entry('b c', literal('a + 1'))}</context>`), { a: 3, 'b c': 4 })
  assert.equal(boxed(`<context>${entry('f', fn)}${entry('later', literal('1'))}${result(call)}</context>`), 15)
  assert.deepEqual(boxed(`<relation><column name="k"/><column name="v"/><row>${literal('1')}${literal('n')}</row></relation>`), [
    { k: 1, v: 3 },
  ])
  assert.deepEqual(boxed(`<list>${literal('1')}${literal('n')}</list>`), [1, 3])
  assert.equal(
    boxed(
      `<conditional><if>${literal('n > 2')}</if><then>${literal('"more"')}</then><else>${literal('"less"')}</else></conditional>`,
    ),
    'more',
  )
  assert.deepEqual(boxed(`<filter><in>${literal('[{a: 1}, {a: 5}]')}</in><match>${literal('a > n')}</match></filter>`), [
    { a: 5 },
  ])
  assert.deepEqual(
    boxed(`<for iteratorVariable="i"><in>${literal('[1..n]')}</in><return>${literal('i + count(partial)')}</return></for>`),
    [1, 3, 5],
  )
  assert.equal(
    boxed(`<some iteratorVariable="i"><in>${literal('[1, 4]')}</in><satisfies>${literal('i > n')}</satisfies></some>`),
    true,
  )
  assert.equal(
    boxed(`<every iteratorVariable="i"><in>${literal('[1, 4]')}</in><satisfies>${literal('i > n')}</satisfies></every>`),
    false,
  )
  assert.equal(
    boxed(`<invocation>${literal('max')}<binding><parameter name="list"/>${literal('[n, 7]')}</binding></invocation>`),
    7,
  )
})

test('a function of the model is asked with its parameters by name', () => {
  const fn = `<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="born" typeRef="date"/><formalParameter name="n" typeRef="number"/>${literal('born.year + n')}</encapsulatedLogic></businessKnowledgeModel>`
  const dmn = createDmn([model('m', fn)])
  assert.equal(dmn.evaluate('f', { born: '1961-03-03', n: 2 }).value, 1963)
  assert.equal(dmn.evaluate('f', { born: 'soon', n: 2 }).value, null, 'an argument that does not fit: it is not called')
  assert.equal(dmn.evaluate('f', { born: '1961-03-03' }).value, undefined)
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

test('one can ask what a decision may be given, and what is missing while its answer is unknown', () => {
  const dmn = createDmn([
    model(
      'm',
      `<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A","B"</text></allowedValues></itemDefinition>${input('unused')}${input('grade', 'tGrade')}${SERVICE}
      ${decision('both', literal('outer + (if grade = &quot;A&quot; then 1 else 2)'), `${needs('#grade')}<informationRequirement><requiredDecision href="#outer"/></informationRequirement>`)}`,
    ),
  ])
  assert.deepEqual(dmn.inputsOf('both'), [
    { name: 'grade', type: 'string', values: '"A","B"' },
    { name: 'n', type: 'number' },
  ])
  assert.deepEqual(dmn.inputsOf('t'), [{ name: 'inner', type: 'Any' }])
  assert.deepEqual(dmn.evaluate('both', { n: 1 }).missing, ['grade'])
  assert.deepEqual(dmn.evaluate('both', { n: 1, grade: 'B' }), { value: 22, missing: [], fired: [] })
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
