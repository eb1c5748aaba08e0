import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readForm, readJson } from './body.ts'

const FORM = 'application/x-www-form-urlencoded'
const post = (body: BodyInit, headers: Record<string, string>) =>
  new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

/** As it comes without a length told before. */
const inParts = (...parts: string[]) =>
  new ReadableStream({
    start: (to) => {
      for (const part of parts) to.enqueue(new TextEncoder().encode(part))
      to.close()
    },
  })

test('a form is read the same, whether its length was told or it comes in parts', async () => {
  const text = 'name=%EA%B9%80+%ED%95%98%EB%8A%98&claim=a&claim=b&empty=&__proto__=x&plus=1%2B1'
  const fields = { name: '김 하늘', claim: ['a', 'b'], empty: '', plus: '1+1' }
  assert.deepEqual(await readForm(post(text, { 'content-type': FORM, 'content-length': String(text.length) })), fields)
  assert.deepEqual(await readForm(post(inParts(text.slice(0, 20), text.slice(20)), { 'content-type': FORM })), fields)
})

test('what is larger than it may be is refused: as told, as it comes, and where less was told', async () => {
  const large = 'a='.padEnd(101, 'x')
  const refused = { type: 'kernel/body-too-large' }
  const read = (body: BodyInit, length?: number) =>
    readForm(post(body, { 'content-type': FORM, ...(length === undefined ? {} : { 'content-length': String(length) }) }), 100)
  await assert.rejects(read(large, 101), refused)
  await assert.rejects(read(inParts(large.slice(0, 60), large.slice(60))), refused)
  await assert.rejects(read(large, 3), refused)
  assert.equal(((await read(large.slice(0, 100), 100)) as { a: string }).a.length, 98)
})

test('what says that it is something else than it is, is refused', async () => {
  await assert.rejects(readForm(post('a=1', { 'content-type': 'text/plain' })), { type: 'kernel/wrong-media-type' })
  await assert.rejects(readForm(post('no parts', { 'content-type': 'multipart/form-data; boundary=x' })), {
    type: 'kernel/malformed-body',
  })
  await assert.rejects(readJson(post('{', { 'content-type': 'application/json' })), { type: 'kernel/malformed-body' })
})
