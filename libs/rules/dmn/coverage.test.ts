import assert from 'node:assert/strict'
import test from 'node:test'
import { coverModel, createDmn } from './index.ts'
import { decisionOf, modelOf, tableModel } from './testing/models.ts'

test('coverage counts how often each rule fired, none did, or several conflicted', () => {
  const dmn = createDmn([
    tableModel({
      inputs: { n: 'number' },
      rows: [
        ['< 5', '1'],
        ['[4..10]', '2'],
        ['> 90', '3'],
      ],
    }),
  ])
  const ask = (n: number) => ({ name: 'd', inputs: { n } })
  const { tables, covered, total } = coverModel(dmn, [ask(1), ask(2), ask(6), ask(4.5), ask(20)])
  assert.deepEqual(tables, [{ where: 'decision d / table', fired: [2, 1, 0], otherwise: 1, conflicts: 1, unfired: [3] }])
  assert.deepEqual([covered, total], [2, 3])
})

test('coverage says which ways through an expression no case has taken', () => {
  const input = { kind: 'inputData' as const, id: 'n', name: 'n', variable: { name: 'n', typeRef: 'number' } }
  const decision = decisionOf('d', 'if n > 5 and n < 10 then 1 else 2')
  const needing = { ...decision, requirements: [{ kind: 'input' as const, href: '#n' }] }
  const dmn = createDmn([modelOf([input, needing as typeof decision])])
  const [expression] = coverModel(dmn, [
    { name: 'd', inputs: { n: 7 } },
    { name: 'd', inputs: { n: 3 } },
    { name: 'd', inputs: {} },
  ]).expressions
  assert.equal(expression?.where, 'decision d')
  assert.deepEqual(
    expression?.branches.map(({ text, lacking, decided }) => ({ text, lacking, unknown: decided.unknown })),
    [
      { text: 'n > 5 and n < 10', lacking: [], unknown: 1 },
      { text: 'n > 5', lacking: [], unknown: 0 },
      { text: 'n < 10', lacking: ['false'], unknown: 0 },
    ],
  )
})
