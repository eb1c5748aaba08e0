import assert from 'node:assert/strict'
import test from 'node:test'
import { DmnError, rowsOf, tableFromRows, type TableRows } from './index.ts'

const ROWS: TableRows = {
  hitPolicy: 'C+',
  columns: [
    { kind: 'input', title: 'income', type: 'number', values: '[0..1000]' },
    { kind: 'output', title: 'amount', type: 'number', default: '0' },
    { kind: 'annotation', title: 'article' },
  ],
  rows: [
    ['< 100', '50', 'Article 3'],
    ['', '20', ''],
  ],
}

test('rows become a table and a table rows; an empty input cell means any', () => {
  const table = tableFromRows(ROWS)
  assert.equal(table.hitPolicy, 'COLLECT')
  assert.equal(table.aggregation, 'SUM')
  assert.equal(table.rules[1]?.inputs[0]?.text, '-')
  assert.deepEqual(rowsOf(table), { ...ROWS, rows: [ROWS.rows[0], ['-', '20', '']] })
})

test('what rows do not show is kept from the table they were made from', () => {
  const table = tableFromRows(ROWS)
  const named = { ...table, id: 't', rules: table.rules.map((rule, r) => ({ ...rule, id: `r${r}`, description: 'why' })) }
  const changed = tableFromRows({ ...rowsOf(named), hitPolicy: 'F' }, named)
  assert.equal(changed.id, 't')
  assert.deepEqual(
    changed.rules.map((rule) => rule.id),
    ['r0', 'r1'],
  )
  assert.equal(changed.hitPolicy, 'FIRST')
  assert.equal(changed.aggregation, undefined)
})

test('every hit policy has its sign', () => {
  for (const sign of ['U', 'A', 'P', 'F', 'R', 'O', 'C', 'C+', 'C<', 'C>', 'C#'])
    assert.equal(rowsOf(tableFromRows({ ...ROWS, hitPolicy: sign })).hitPolicy, sign)
})

test('what is no table is refused with its row and column', () => {
  const refused = (rows: Partial<TableRows>, message: RegExp) =>
    assert.throws(
      () => tableFromRows({ ...ROWS, ...rows }),
      (error) => error instanceof DmnError && message.test(error.message),
    )
  refused({ hitPolicy: 'X' }, /X is no hit policy/)
  refused({ hitPolicy: 'U+' }, /U\+ is no hit policy/)
  refused({ rows: [['1', '2']] }, /Row 1 has 2 cells, the table 3 columns/)
  refused({ rows: [['1', '', 'x']] }, /Row 1, column 2 is empty/)
  refused({ columns: [...ROWS.columns].reverse() }, /mixed/)
  refused({ columns: [ROWS.columns[0]!], rows: [] }, /no output/)
})
