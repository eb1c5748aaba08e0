import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readYaml } from './source.ts'

const placeOf = (yaml: string, offset: number) => {
  const { line, column } = readYaml({ path: 'x.yaml', text: yaml }).source!.locate(['test'], offset)
  return `${line}:${column}`
}

test('what is wrong in an expression is told where it stands, however its lines are written', () => {
  const value = 'a > 1 and bad > 2'
  const offset = value.indexOf('bad')
  assert.equal(placeOf(`test: ${value}\n`, offset), '1:17')
  assert.equal(placeOf(`test: '${value}'\n`, offset), '1:18')
  assert.equal(placeOf('id: x\ntest: >-\n  a > 1\n  and bad > 2\n', offset), '4:7')
  assert.equal(placeOf('id: x\ntest: |\n  a > 1\n\n    and bad > 2\n', offset + 3), '5:9')
  assert.equal(placeOf('test: a > 1\n  and bad > 2\n', offset), '2:7')
  // With escapes letters cannot be counted: then the name is told.
  assert.equal(placeOf('test: "a\\u0020> 1 and bad > 2"\n', offset), '1:1')
})
