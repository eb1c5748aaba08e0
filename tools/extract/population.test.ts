import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { PACK } from './pack.ts'
import { POPULATION_COLUMNS, populationTable } from './population.ts'

const shared = fileURLToPath(new URL('../../../shared/data', import.meta.url))
const committed = readFileSync(`${PACK}population/residents.tsv`, 'utf8')

test('the table of residents has a row for every district that people live in, and whole counts only', () => {
  const [header = '', ...rows] = committed.trimEnd().split('\n')
  assert.deepEqual(header.split('\t'), POPULATION_COLUMNS)
  assert.equal(rows.length, 250)
  for (const row of rows) assert.match(row, /^\d{5}(\t\d+){42}$/)
})

test('extracting the residents again gives the committed table byte for byte', {
  skip: existsSync(shared) ? false : 'source data not here',
}, () => {
  assert.ok(populationTable(shared, PACK) === committed)
})
