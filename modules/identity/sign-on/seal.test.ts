import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { createSeal } from './seal.ts'

const key = randomBytes(32)
const of = Buffer.from('Session')

test('봉한 것은 같은 열쇠를 가진 다른 프로세스가 열고, 한 비트라도 다르거나 다른 것에 붙이면 열리지 않는다', () => {
  const [here, there] = [createSeal(key), createSeal(key)]
  const sealed = here.seal(of, '김순자')
  assert.equal(there.open(of, sealed), '김순자')
  assert.throws(() => there.open(Buffer.from('Grant'), sealed))
  assert.throws(() => createSeal(randomBytes(32)).open(of, sealed))
  for (let at = 0; at < sealed.length; at++) {
    const other = Buffer.from(sealed)
    other[at]! ^= 1
    assert.throws(() => there.open(of, other), `byte ${at}`)
  }
  for (const length of [0, 1, 27, 43]) assert.throws(() => there.open(of, sealed.subarray(0, length)))
})

test('한 열쇠로는 512번까지만 봉하고, 나온 것은 모두 서로 다르며, 오래된 것도 열린다', () => {
  const seal = createSeal(key)
  const all = Array.from({ length: 200_000 }, (_, i) => seal.seal(of, String(i)))
  const kept = all.flatMap((one, i) => (i % 500 === 0 ? [{ one, i }] : []))
  const salts = Map.groupBy(kept, ({ one }) => one.subarray(0, 16).toString('hex'))
  assert.ok(salts.size >= 390 && [...salts.values()].every(({ length }) => length <= 2), String(salts.size))
  for (const { one, i } of kept) assert.equal(seal.open(of, one), String(i))
})
