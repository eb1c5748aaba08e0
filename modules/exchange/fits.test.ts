import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factSchema } from '@dpg/definitions'
import type { Json } from '@dpg/rules'
import { fits } from './fits.ts'

const fact = (given: object) => factSchema.parse({ id: 'person.x', title: { ko: '것' }, ...given })
const check = (given: object, good: Json[], bad: Json[]) => {
  for (const value of [...good, null]) assert.ok(fits(fact(given), value), JSON.stringify(value))
  for (const value of bad) assert.ok(!fits(fact(given), value), JSON.stringify(value))
}

test('값은 사실 사전의 종류와 맞아야 한다', () => {
  check({ type: 'boolean' }, [true, false], [0, 'true', []])
  check({ type: 'number' }, [0, -1, 1.5], ['1', true, [1]])
  check({ type: 'date' }, ['2024-02-29'], ['2023-02-29', '2024-2-9', '20240229', 20240229])
  check({ type: 'string' }, ['', '가'], [1, true, {}])
  check({ type: 'string', values: ['single', 'married'] }, ['single'], ['toString', 'divorced'])
})

test('목록과 묶음은 알려진 칸만 따지고, 모르는 칸은 지나간다', () => {
  check({ type: 'list' }, [[], ['a', 1]], ['a', {}])
  check({ type: 'list', values: ['a', 'b'] }, [['a', 'b']], [['c'], [1]])
  const members = {
    type: 'list',
    fields: { name: 'string', birthDate: 'date', sex: { type: 'string', values: ['male', 'female'] } },
  }
  check(
    members,
    [[{ name: '가', birthDate: '2020-01-01', sex: 'male', more: [1] }], [{ name: null }], [{}]],
    [[{ birthDate: '2020-13-01' }], [{ sex: 'x' }], ['가'], [[]], { name: '가' }],
  )
  check({ type: 'context', fields: { bank: 'string' } }, [{ bank: '한빛' }, {}], [[], 'x', { bank: 1 }])
})
