import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { KOREA } from './testing.ts'
import { readRows } from './tsv.ts'

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
const rates = readRows(KOREA, 'population/rates.tsv')

test('모든 비율이 값과 근거와 함께 설명서에 적혀 있다', () => {
  const written = readme
    .split('\n')
    .filter((line) => /^\| \w+ +\| +-?[\d.]+ \|/.test(line))
    .map((line) => line.replace(/ +/g, ' '))
  assert.deepEqual(
    written,
    rates.map((row) => `| ${row['id']} | ${row['value']} | ${row['basis']} | ${row['source']} |`.replace(/ +/g, ' ')),
  )
  for (const { basis, source, id = '' } of rates) {
    assert.ok(['published', 'known', 'assumption'].includes(basis ?? ''), id)
    if (basis !== 'assumption') assert.notEqual(source, '', id)
  }
})

test('쓰지 않는 비율은 없다', () => {
  const code = globSync('**/*.ts', { cwd: fileURLToPath(new URL('.', import.meta.url)) })
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'))
    .join('\n')
  // Rates of a family (owners20, owners30 …) are named by their stem in a template.
  const stems = [...code.matchAll(/rate\(`(\w+)\$\{/g)].map((match) => match[1] ?? '')
  const unused = rates.filter(({ id = '' }) => !code.includes(`'${id}'`) && !stems.some((stem) => id.startsWith(stem)))
  assert.deepEqual(
    unused.map(({ id }) => id),
    [],
  )
})
