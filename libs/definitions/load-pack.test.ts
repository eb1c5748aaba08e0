import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadPack } from './load-pack.ts'

const HEADER = { path: 'pack.yaml', text: 'id: small\nname: { ko: 작은 나라 }\ncurrency: KRW\ntimeZone: Asia/Seoul\n' }
const FACT = {
  path: 'facts/person.yaml',
  text: '- { id: person.age, title: { ko: 나이 }, type: number, sensitivity: personal }\n',
}

test('a pack is the same whatever the order of its files', () => {
  const forward = loadPack([HEADER, FACT])
  const backward = loadPack([FACT, HEADER])
  assert.deepEqual(forward.pack, backward.pack)
  assert.equal(forward.pack.facts.get('person.age')?.type, 'number')
  assert.deepEqual(forward.findings, [])
})

test('an unknown field, a wrong kind and a missing field are told with their line', () => {
  const text =
    '- id: person.age\n  title: { ko: 나이 }\n  type: nummer\n- id: person.sex\n  title: { ko: 성별 }\n  type: string\n  lawful: true\n- id: person.name\n  type: string\n'
  const { findings } = loadPack([HEADER, { path: 'facts/person.yaml', text }])
  assert.deepEqual(
    findings.map(({ line, rule }) => [line, rule]),
    [
      [3, 'schema.value'],
      [7, 'schema.unknown'],
      [8, 'schema.missing'],
    ],
  )
})

test('the same id twice is told at the second place, the first is kept', () => {
  const { pack, findings } = loadPack([
    HEADER,
    FACT,
    { path: 'facts/z.yaml', text: '\n- { id: person.age, title: { ko: 나이 }, type: string }\n' },
  ])
  assert.deepEqual(
    findings.map(({ file, line, rule }) => [file, line, rule]),
    [['facts/z.yaml', 2, 'pack.twice']],
  )
  assert.equal(pack.facts.get('person.age')?.type, 'number')
})

test('a pack without a header says so', () => {
  assert.deepEqual(
    loadPack([FACT]).findings.map(({ file, rule }) => [file, rule]),
    [['pack.yaml', 'pack.file']],
  )
})

test('a row with too few cells, an unreadable number and a key that stands twice are told with their line', () => {
  const text = 'key\tageFrom\tageTo\tcodes\nc-1\t0\t120\tJA0101\nc-2\t0\nc-3\told\t120\tJA0101\nc-1\t1\t2\t\n'
  const { pack, findings } = loadPack([HEADER, { path: 'catalogue/conditions.tsv', text }])
  assert.deepEqual(
    findings.map(({ line, rule }) => [line, rule]),
    [
      [3, 'table.cells'],
      [4, 'table.value'],
      [5, 'table.twice'],
    ],
  )
  assert.deepEqual(pack.catalogue.conditions.get('c-1'), { key: 'c-1', ageFrom: 0, ageTo: 120, codes: ['JA0101'] })
})

test('broken YAML is told where it breaks', () => {
  const { findings } = loadPack([
    HEADER,
    { path: 'facts/a.yaml', text: '- id: person.age\n  title: { ko: 나이\n  type: number\n' },
  ])
  assert.equal(findings[0]?.rule, 'yaml.syntax')
  assert.equal(findings[0]?.file, 'facts/a.yaml')
})
