import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { analyseTable, type TableFinding } from './analyse.ts'
import { analyseModel, createDmn } from './index.ts'
import { type TableParts, tableModel, tableOf } from './testing/models.ts'

const analyse = (parts: TableParts): readonly TableFinding[] => analyseTable(tableOf(parts))
const kinds = (parts: TableParts): readonly string[] => analyse(parts).map((one) => one.kind)

test('a table without holes and meetings has nothing to say', () => {
  assert.deepEqual(
    analyse({
      inputs: { age: 'number', married: 'boolean', region: 'string' },
      rows: [
        ['< 18', '-', '-', '1'],
        ['[18..65)', 'true', '-', '2'],
        ['[18..65)', 'false', '"seoul", "busan"', '3'],
        ['[18..65)', 'false', 'not("seoul", "busan")', '4'],
        ['>= 65', '-', '-', '5'],
      ],
    }),
    [],
  )
})

test('a gap is told as the rule that is missing, with an example', () => {
  const [gap, ...rest] = analyse({
    inputs: { age: 'number', region: 'string' },
    rows: [
      ['< 18', '-', '1'],
      ['[18..65]', '"a"', '2'],
      ['> 65', '-', '3'],
    ],
  })
  assert.deepEqual(rest, [])
  assert.deepEqual(gap, {
    kind: 'gap',
    severity: 'error',
    rules: [],
    cells: { age: '[18..65]', region: 'not("a")' },
    example: { age: 18, region: 'other' },
  })
})

test('a bound that belongs to no rule is a gap, one that belongs to two is a conflict', () => {
  assert.deepEqual(
    analyse({
      inputs: { n: 'number' },
      rows: [
        ['< 5', '1'],
        ['> 5', '2'],
      ],
    }),
    [{ kind: 'gap', severity: 'error', rules: [], cells: { n: '5' }, example: { n: 5 } }],
  )
  assert.deepEqual(
    analyse({
      inputs: { n: 'number' },
      rows: [
        ['<= 5', '1'],
        ['>= 5', '2'],
      ],
    }),
    [{ kind: 'conflict', severity: 'error', rules: [1, 2], cells: { n: '5' }, example: { n: 5 } }],
  )
})

test('days follow each other without a hole between', () => {
  const parts = (from: string): TableParts => ({
    inputs: { d: 'date' },
    rows: [
      ['<= @"2026-02-28"', '1'],
      [`>= @"${from}"`, '2'],
    ],
  })
  assert.deepEqual(kinds(parts('2026-03-01')), [])
  assert.deepEqual(analyse(parts('2026-03-02')), [
    { kind: 'gap', severity: 'error', rules: [], cells: { d: '(@"2026-02-28"..@"2026-03-02")' }, example: { d: '2026-03-01' } },
  ])
})

test('declared values are all there is', () => {
  const parts: TableParts = {
    inputs: { s: 'string' },
    values: { s: '"a", "b"' },
    rows: [
      ['"a"', '1'],
      ['"b"', '2'],
    ],
  }
  assert.deepEqual(kinds(parts), [])
  assert.deepEqual(kinds({ ...parts, values: {} }), ['gap'])
  assert.deepEqual(analyseTable(tableOf({ ...parts, values: {} }), { values: { s: '"a", "b"' } }), [])
})

test('in a model, the types of inputs say what there is', () => {
  const grade = { name: 'tGrade', typeRef: 'string', allowedValues: { text: '"A", "B"' } }
  const model = tableModel({
    inputs: { grade: 'tGrade', ok: 'boolean' },
    rows: [
      ['"A"', '-', '1'],
      ['"B"', 'true', '2'],
    ],
  })
  const dmn = createDmn([{ ...model, items: [grade] }])
  assert.deepEqual(analyseModel(dmn), [
    {
      where: 'decision d / table',
      kind: 'gap',
      severity: 'error',
      rules: [],
      cells: { grade: '"B"', ok: 'false' },
      example: { grade: 'B', ok: false },
    },
  ])
  const complete = tableModel({
    inputs: { grade: 'tGrade' },
    rows: [
      ['"A"', '1'],
      ['"B"', '1'],
    ],
  })
  assert.equal(createDmn([{ ...complete, items: [grade] }]).evaluate('d', {}).value, 1, 'unknown, but one of the two')
})

test('under ANY rules may meet when they say the same', () => {
  const parts = (other: string): TableParts => ({
    hitPolicy: 'A',
    inputs: { n: 'number' },
    rows: [
      ['-', '1'],
      ['> 5', other],
    ],
  })
  assert.deepEqual(kinds(parts('1')), ['overlap'])
  assert.deepEqual(kinds(parts('2')), ['conflict'])
})

test('a rule that those above it cover never fires', () => {
  const [finding, ...rest] = analyse({
    hitPolicy: 'F',
    inputs: { n: 'number' },
    rows: [
      ['< 5', '1'],
      ['>= 5', '2'],
      ['[3..8]', '3'],
    ],
  }).filter((one) => one.kind !== 'overlap')
  assert.deepEqual(finding, { kind: 'never-fires', severity: 'error', rules: [3, 1, 2] })
  assert.deepEqual(rest, [])
})

test('a rule that more important ones cover never fires under PRIORITY', () => {
  const parts: TableParts = {
    hitPolicy: 'P',
    inputs: { n: 'number' },
    values: { result: '"a", "b"' },
    rows: [
      ['> 5', '"b"'],
      ['-', '"a"'],
    ],
  }
  assert.ok(analyse(parts).some((one) => one.kind === 'never-fires' && one.rules[0] === 1))
})

test('a cell that nothing can pass is named with its column', () => {
  const findings = analyse({
    inputs: { n: 'number', s: 'string' },
    values: { s: '"a", "b"' },
    rows: [
      ['[5..3]', '-', '1'],
      ['"x"', '-', '2'],
      ['-', '"c"', '3'],
      ['-', '-', '4'],
    ],
  })
  assert.deepEqual(
    findings.map(({ kind, rules, column, text }) => ({ kind, rules, column, text })),
    [
      { kind: 'never-fires', rules: [1], column: 1, text: '[5..3]' },
      { kind: 'never-fires', rules: [2], column: 1, text: '"x"' },
      { kind: 'never-fires', rules: [3], column: 2, text: '"c"' },
    ],
  )
})

test('two columns on the same input are read together', () => {
  const parts = tableOf({
    inputs: { n: 'number' },
    rows: [
      ['>= 1', '1'],
      ['>= 5', '2'],
    ],
  })
  const column = parts.inputs[0]!
  const both = (to: readonly [string, string]) => ({
    ...parts,
    inputs: [column, column],
    rules: parts.rules.map((rule, r) => ({ ...rule, inputs: [rule.inputs[0]!, { text: to[r]! }] })),
  })
  assert.deepEqual(
    analyseTable(both(['< 5', '< 9'])).map((one) => one.cells),
    [{ n: '< 1, >= 9' }],
  )
})

test('a cell that is evaluated is said to be so, and the gap it may cover names its rule', () => {
  const findings = analyse({
    inputs: { a: 'number', b: 'number' },
    rows: [
      ['< 5', '-', '1'],
      ['b', '-', '2'],
    ],
  })
  assert.deepEqual(
    findings.map(({ kind, severity, rules, text }) => ({ kind, severity, rules, text })),
    [
      { kind: 'gap', severity: 'note', rules: [2], text: undefined },
      { kind: 'not-analysed', severity: 'note', rules: [2], text: 'b' },
    ],
  )
})

test('a table too large to be looked at whole says so and comes to an end', () => {
  const rows = Array.from({ length: 6000 }, (_, i) => [`>= ${i}`, `< ${i * 2}`, `> ${-i}`, '1'])
  const findings = analyse({ hitPolicy: 'F', inputs: { a: 'number', b: 'number', c: 'number' }, rows })
  assert.ok(findings.some((one) => one.kind === 'stopped'))
})

const n = fc.integer({ min: 0, max: 6 })
const numberCell = fc.oneof(
  { weight: 2, arbitrary: fc.constant('-') },
  n.map(String),
  fc.tuple(fc.constantFrom('<', '<=', '>', '>='), n).map(([op, at]) => `${op} ${at}`),
  fc.tuple(fc.constantFrom('[', '('), n, n, fc.constantFrom(']', ')')).map(([open, a, b, close]) => `${open}${a}..${b}${close}`),
  fc.tuple(n, n).map(([a, b]) => `${a}, > ${b}`),
  n.map((at) => `not(${at})`),
)
const textCell = fc.constantFrom('-', '-', '"a"', '"b"', '"a", "c"', 'not("a")', 'not("b", "c")')
const flagCell = fc.constantFrom('-', '-', 'true', 'false', 'not(true)')
const tables = fc
  .record({
    hitPolicy: fc.constantFrom('U', 'F', 'C'),
    rows: fc.array(fc.tuple(numberCell, textCell, flagCell, n.map(String)), { minLength: 1, maxLength: 12 }),
    isClosed: fc.boolean(),
  })
  .map(
    ({ hitPolicy, rows, isClosed }): TableParts => ({
      hitPolicy,
      inputs: { n: 'number', s: 'string', b: 'boolean' },
      values: isClosed ? { s: '"a", "b", "c"' } : {},
      rows,
    }),
  )

/** Every value that cells of these tables can tell apart. */
const GRID = Array.from({ length: 15 }, (_, i) => (i - 1) / 2).flatMap((number) =>
  ['a', 'b', 'c', 'z'].flatMap((s) => [true, false].map((b) => ({ n: number, s, b }))),
)

test('what the analysis says of a table is what its evaluation does, at every point', () => {
  const seen = { gap: 0, conflict: 0, 'never-fires': 0, overlap: 0, 'not-analysed': 0, stopped: 0 }
  const property = fc.property(tables, (parts) => {
    const findings = analyse(parts)
    for (const one of findings) seen[one.kind]++
    const every = createDmn([tableModel({ ...parts, hitPolicy: 'R' })])
    const first = createDmn([tableModel({ ...parts, hitPolicy: parts.hitPolicy! })])
    const rulesAt = (input: Readonly<Record<string, number | string | boolean>>) =>
      every.evaluate('d', input).fired[0]?.rules ?? []
    for (const { kind, rules, example } of findings) {
      if (example === undefined) continue
      const fired = rulesAt(example as Record<string, number>)
      if (kind === 'gap') assert.deepEqual(fired, [])
      else assert.ok(rules.every((rule) => fired.includes(rule)))
    }
    const gaps = findings.filter((one) => one.kind === 'gap')
    const meetings = findings.filter((one) => one.kind === 'conflict' || one.kind === 'overlap')
    const never = findings.flatMap((one) => (one.kind === 'never-fires' ? [one.rules[0]!] : []))
    const firedAnywhere = new Set<number>()
    let hasGap = false
    const pairs = new Set<string>()
    for (const point of GRID.filter(({ s }) => parts.values?.['s'] === undefined || s !== 'z')) {
      const rules = rulesAt(point)
      if (rules.length === 0) hasGap = true
      rules.forEach((a, i) => {
        for (const b of rules.slice(i + 1)) pairs.add(`${a} ${b}`)
      })
      if (parts.hitPolicy === 'F') for (const rule of first.evaluate('d', point).fired[0]?.rules ?? []) firedAnywhere.add(rule)
      else for (const rule of rules) firedAnywhere.add(rule)
    }
    assert.equal(gaps.length > 0, hasGap)
    assert.deepEqual(meetings.map((one) => one.rules.join(' ')).sort(), [...pairs].sort())
    assert.deepEqual([...never].sort(), parts.rows.flatMap((_, r) => (firedAnywhere.has(r + 1) ? [] : [r + 1])).sort())
  })
  fc.assert(property, { numRuns: 120 })
  assert.ok(seen.gap > 20 && seen.conflict > 20 && seen['never-fires'] > 20, JSON.stringify(seen))
})
