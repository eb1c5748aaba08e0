import assert from 'node:assert/strict'
import test from 'node:test'
import { analyseTable, coverModel, createDmn, readDmn, rowsOf, tableFromRows, writeDmn } from './index.ts'

const column = (text: string, type: string) =>
  `<input><inputExpression typeRef="${type}"><text>${text}</text></inputExpression></input>`
const rule = (cells: readonly string[], output: string) =>
  `<rule>${cells.map((cell) => `<inputEntry><text>${cell.replaceAll('<', '&lt;')}</text></inputEntry>`).join('')}<outputEntry><text>${output}</text></outputEntry></rule>`
const XML = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="shop" namespace="urn:shop">
  <inputData id="i1" name="Since"><variable name="Since" typeRef="date"/></inputData>
  <inputData id="i2" name="Order"><variable name="Order" typeRef="number"/></inputData>
  <decision id="d" name="Discount"><variable name="Discount" typeRef="number"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <informationRequirement><requiredInput href="#i2"/></informationRequirement>
    <decisionTable>${column('Since', 'date')}${column('Order', 'number')}<output/>
      ${rule(['>= @"2020-01-01"', '-'], '0')}${rule(['< @"2020-01-01"', '< 100'], '0.05')}${rule(['< @"2020-01-01"', '[100..200]'], '0.1')}
    </decisionTable></decision></definitions>`

test('what the README shows is what happens', () => {
  const model = readDmn(XML)
  const dmn = createDmn([model])
  assert.deepEqual(dmn.findings, [])
  const old = { Since: '2019-05-01', Order: 120 }
  assert.deepEqual(dmn.evaluate('Discount', old), {
    value: 0.1,
    missing: [],
    fired: [{ where: 'decision Discount / table', rules: [3] }],
  })
  assert.deepEqual(dmn.evaluate('Discount', { Order: 120 }), { missing: ['Since'], fired: [] })
  const [problem] = dmn.evaluate('Discount', { Since: 'soon', Order: 120 }).problems ?? []
  assert.deepEqual([problem?.where, problem?.message], ['input Since', '"soon" is no date'])
  const decision = model.elements.find((one) => one.name === 'Discount')
  if (decision?.kind !== 'decision' || decision.expression?.kind !== 'table') return assert.fail('it is a table')
  const [gap, ...rest] = analyseTable(decision.expression, { values: { Order: '[0..10000]' } })
  assert.deepEqual(rest, [])
  assert.deepEqual(gap?.cells, { Since: '< @"2020-01-01"', Order: '(200..10000]' })
  assert.deepEqual(dmn.evaluate('Discount', gap?.example ?? {}), {
    value: null,
    missing: [],
    fired: [{ where: 'decision Discount / table', rules: [] }],
  })
  assert.deepEqual(coverModel(dmn, [{ name: 'Discount', inputs: old }]).tables[0]?.unfired, [1, 2])
  assert.deepEqual(tableFromRows(rowsOf(decision.expression), decision.expression), decision.expression)
  assert.deepEqual(createDmn([readDmn(writeDmn(model))]).evaluate('Discount', old).value, 0.1)
})
