import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PolicyRun, Row, RunResult } from './contract.ts'
import { cell, csvOf } from './csv.ts'

test('a cell is never taken for a formula and never breaks its row', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) assert.match(cell(text).replace(/^"/, ''), /^'/)
  assert.equal(cell('a,b'), '"a,b"')
  assert.equal(cell('say "so"'), '"say ""so"""')
  assert.equal(cell('=HYPERLINK("x")'), `"'=HYPERLINK(""x"")"`)
  assert.equal(cell('two\nlines'), '"two\nlines"')
  assert.equal(cell('서울특별시'), '서울특별시')
})

test('numbers stand bare and whole, losses too; nothing stands for nothing', () => {
  assert.equal(cell(-1234.6), '-1235')
  assert.equal(cell(0), '0')
  assert.equal(cell(null), '')
})

test('a sheet names the rules it was made with, and which city a district of a common name is of', () => {
  const one = { value: 10, margin: 1 }
  const side = { eligible: 10, unknown: 0, won: 100 }
  const row = (group: string): Row => ({ group, all: 50, before: side, after: side, winners: 0, losers: null })
  const both = { eligible: one, unknown: one, won: one }
  const changed = { units: null, won: null, newly: null }
  const result: RunResult = {
    unit: 'person',
    pays: true,
    sample: { people: 100, households: 40 },
    weight: 10,
    before: both,
    after: both,
    difference: both,
    people: { before: 10, after: 10 },
    winners: changed,
    losers: changed,
    amountUnknown: { before: 0, after: 0 },
    by: { sido: [row('11'), row('26')], age: [], sex: [], size: [], decile: [] },
    districts: { '11': [row('11140')], '26': [row('26110')] },
    missing: [],
  }
  const names: Readonly<Record<string, string>> = { 11: '서울특별시', 26: '부산광역시', 11140: '중구', 26110: '중구' }
  const run: PolicyRun & { readonly result: RunResult } = {
    id: 'a1',
    state: 'done',
    progress: 100,
    shards: null,
    createdAt: '2026-11-26T00:00:00Z',
    finishedAt: '2026-11-26T00:00:01Z',
    inputs: {
      service: 's',
      asOf: '2026-11-26',
      changes: [],
      release: 'sha256:1',
      rules: 'sha256:2',
      data: 'sha256:3',
      code: 'sha256:4',
    },
    title: '기초연금',
    result,
    resultHash: 'sha256:5',
    failure: null,
    standing: { isCurrentRelease: true, isSameCode: true, hasData: true, again: null },
  }
  const lines = csvOf(run, { t: (key) => key, groupName: (_, group) => names[group]!, figureName: (id) => id }).split('\r\n')
  for (const version of ['release,sha256:1', 'rules,sha256:2', 'data,sha256:3', 'code,sha256:4'])
    assert.ok(lines.includes(`policy.csv.${version}`), version)
  const districts = lines.filter((line) => line.includes('중구')).map((line) => line.split(',')[1])
  assert.deepEqual(districts, ['서울특별시 중구', '부산광역시 중구'])
})
