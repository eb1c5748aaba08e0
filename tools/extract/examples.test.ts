import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { datasetSchema, modelSchema, situationSchema } from '@dpg/definitions'
import { createEngine } from '@dpg/rules'
import { parse } from 'yaml'
import { SERVICE_COLUMNS } from './catalogue.ts'
import { PACK, readDeclarations } from './pack.ts'
import { readTsv } from './sources.ts'

const read = (path: string): unknown => parse(readFileSync(`${PACK}${path}`, 'utf8'))
const engine = createEngine(readDeclarations())
const declaration = datasetSchema.parse(read('datasets/public-services/dataset.yaml'))

test('the dataset says exactly the columns that the table has', () => {
  assert.deepEqual(
    declaration.fields.map(({ name }) => name),
    SERVICE_COLUMNS,
  )
})

test('the table keeps the quality that the dataset promises', () => {
  const rows = readTsv(`${PACK}catalogue/services.tsv`)
  for (const { id, test: rule, least } of declaration.quality) {
    const column = rule.split(' ')[0] ?? ''
    assert.equal(rule, `${column} != ""`)
    assert.ok(rows.filter((row) => row[column] !== '').length >= least * rows.length, id)
  }
})

test('the model gives what its validation cases say, to the won', () => {
  const model = modelSchema.parse(read('models/earned-income-tax-credit/model.yaml'))
  for (const { name, given, expect } of model.validation) {
    const facts = { 'household.eitcType': given['kind'] ?? null, 'household.eitcEarnings': given['earnings'] ?? null }
    const expression = (model.code.text ?? '')
      .replace(/\bkind\b/g, 'household.eitcType')
      .replace(/\bearnings\b/g, 'household.eitcEarnings')
    assert.equal(engine.value(expression, { facts, asOf: '2026-05-01' }), expect['credit'], name)
  }
})

test('the situation watches a dataset that exists', () => {
  const situation = situationSchema.parse(read('situations/closing-windows/situation.yaml'))
  assert.deepEqual(
    situation.streams.map(({ dataset }) => dataset),
    [declaration.id],
  )
})
