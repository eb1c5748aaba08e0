import assert from 'node:assert/strict'
import test from 'node:test'
import { createDmn } from './index.ts'
import { tableModel } from './testing/models.ts'

/** 250 regions, 400 bands of income each, half of them for the young only. */
const ROWS = Array.from({ length: 100_000 }, (_, i) => {
  const band = Math.floor(i / 250) * 10
  return [`"r${i % 250}"`, `[${band}..${band + 10})`, i % 2 === 0 ? '-' : '< 200', String(i)]
})

test('a table of 100,000 rules is not looked through rule by rule', () => {
  const dmn = createDmn([tableModel({ inputs: { region: 'string', income: 'number', age: 'number' }, rows: ROWS })])
  assert.deepEqual(dmn.findings, [])
  const start = process.cpuUsage()
  for (let i = 0; i < 1000; i++) {
    const region = (i * 7) % 250
    const income = (i * 37) % 4000
    assert.equal(dmn.evaluate('d', { region: `r${region}`, income, age: 30 }).value, Math.floor(income / 10) * 250 + region)
  }
  const { user, system } = process.cpuUsage(start)
  // Looking at each rule would be 10^8 of them: several seconds.
  assert.ok((user + system) / 1e6 < 2, `${(user + system) / 1e6} s of CPU for 1,000 questions`)
  assert.equal(dmn.evaluate('d', { region: 'r5', income: 75 }).value, undefined, 'age decides')
  assert.equal(dmn.evaluate('d', { region: 'r4', income: 75 }).value, 1754, 'age does not matter here')
})
