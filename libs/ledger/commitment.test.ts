import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import fc from 'fast-check'
import { append, canonicalJson, commit, createMemoryStore, inclusionProof, type Json, leafHash, verifyEntry } from './index.ts'

const salt = (byte: number) => new Uint8Array(32).fill(byte)

test('the sorting example of RFC 8785 §3.2.3 comes out in its order', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 }
  assert.deepEqual(
    Object.values(JSON.parse(`[${[...canonicalJson(value).matchAll(/:(\d)/g)].map((m) => m[1])}]`)),
    [2, 4, 6, 7, 1, 5, 3],
  )
})

test('the example of RFC 8785 §3.2.2 gives its published bytes', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  const expected = `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/"}`
  assert.equal(canonicalJson(value), expected)
})

test('what JSON cannot hold is refused with its place', () => {
  const wrong: [unknown, RegExp][] = [
    [{ a: [1, undefined] }, /"\/a\/1"/],
    [Number.NaN, /""/],
    [{ when: new Date(0) }, /"\/when"/],
    ['\ud800', /surrogate/],
    [1n, /not JSON/],
  ]
  for (const [value, message] of wrong) assert.throws(() => canonicalJson(value as Json), { name: 'TypeError', message })
})

test('the canonical text means the same and does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value)
      fc.pre(!/\\ud[89a-f]/i.test(text))
      const json = JSON.parse(text) as Json
      const canonical = canonicalJson(json)
      assert.deepEqual(JSON.parse(canonical), JSON.parse(text))
      assert.equal(canonicalJson(reversed(json)), canonical)
    }),
  )
})

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]): [string, Json] => [key, reversed(field)]),
  )
}

test('a commitment is SHA-256 of the salt and the canonical entry', () => {
  const expected = createHash('sha256').update(salt(1)).update('{"fact":"person.birthDate","purpose":"기초연금"}').digest()
  assert.deepEqual(commit(salt(1), { purpose: '기초연금', fact: 'person.birthDate' }), new Uint8Array(expected))
})

test('the same entry under two salts leaves no trace of being the same', () => {
  assert.notDeepEqual(commit(salt(1), { fact: 'person.birthDate' }), commit(salt(2), { fact: 'person.birthDate' }))
  assert.throws(() => commit(new Uint8Array(16), null), RangeError)
})

test('whoever has entry, salt and proof can check the entry, and no other entry passes for it', async () => {
  const store = createMemoryStore()
  const entries = Array.from({ length: 11 }, (_, i) => ({ fact: 'person.birthDate', at: i }))
  const { nodes, root, size } = await append(
    store,
    0,
    entries.map((entry, i) => leafHash(commit(salt(i), entry))),
  )
  store.write(nodes)
  const claim = { entry: entries[6]!, salt: salt(6), index: 6, size, proof: await inclusionProof(store, 6, size), root }
  assert.ok(await verifyEntry(claim))
  assert.equal(await verifyEntry({ ...claim, entry: { fact: 'person.income', at: 6 } }), false)
  assert.equal(await verifyEntry({ ...claim, salt: salt(7) }), false)
  assert.equal(await verifyEntry({ ...claim, index: 7 }), false)
})
