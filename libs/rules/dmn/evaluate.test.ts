import assert from 'node:assert/strict'
import test from 'node:test'
import { createDmn } from './index.ts'
import { decision, input, knows, literal, model, needs } from './testing/xml.ts'

const SERVICE = `${input('n')}
  ${decision('inner', literal('n + 1'), needs('#n'))}
  ${decision('outer', literal('inner * 10'), '<informationRequirement><requiredDecision href="#inner"/></informationRequirement>')}
  <decisionService id="s" name="s"><variable name="s"/><outputDecision href="#outer"/><encapsulatedDecision href="#inner"/><inputData href="#n"/></decisionService>
  <decisionService id="t" name="t"><variable name="t"/><outputDecision href="#outer"/><inputDecision href="#inner"/></decisionService>
  ${decision('caller', literal('s(1) + t(5)'), knows('#s') + knows('#t'))}`

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

test('a decision service is asked alone or called like a function; an input decision replaces the decision', () => {
  const dmn = createDmn([model('m', SERVICE)])
  assert.deepEqual(dmn.findings, [])
  assert.equal(dmn.evaluate('s', { n: 4 }).value, 50)
  assert.equal(dmn.evaluate('t', { inner: 7 }).value, 70)
  assert.equal(dmn.evaluate('caller', {}).value, 70)
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

test('what a given context does not have is unknown, unless it has all that its type names', () => {
  const person = `<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent><itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>`
  const dmn = createDmn([
    model(
      'm',
      `${person}${input('p', 'tPerson')}${decision('d', literal('p = {name: &quot;Kim&quot;, born: date(&quot;1961-03-03&quot;)}'), needs('#p'))}${decision('e', literal('p.born.year'), needs('#p'))}`,
    ),
  ])
  assert.equal(dmn.evaluate('d', { p: { name: 'Kim', born: '1961-03-03' } }).value, true)
  assert.equal(dmn.evaluate('d', { p: { name: 'Lee' } }).value, false)
  assert.equal(dmn.evaluate('d', { p: { name: 'Kim' } }).value, undefined)
  assert.equal(dmn.evaluate('e', { p: { name: 'Kim' } }).value, undefined)
  assert.equal(dmn.evaluate('e', { p: { name: 'Kim' } }, { absent: null }).value, null)
})
