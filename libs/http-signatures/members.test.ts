import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInnerList, parseDictionary, serializeInnerList, serializeItem } from 'structured-headers'
import { BYTES, LIST, plainMember } from './members.ts'

const LISTS = [
  'a=("@method" "@path");created=1;keyid="k"',
  'b=("@status" "signature";req;key="a" "signature";key="a");created=2;alg="ed25519"',
  'a=()',
  'b=("x, a=(");created=1',
  'b=(")',
  'a=(y");keyid="z"',
  'c=("@status";n="\\"");created=1',
  'a=1',
  'a=("@method" "@path");keyid="1, b=("',
  'b',
]
const SIGNATURES = ['a=:AAAA:', 'b=:AAE=:', 'b=:AA==:', 'a=:AAA:', 'b=:A*==:', 'a="x, b=:AAAA:"', 'c=:AAAA:;p=1', 'a']

function parsedMember(field: string, name: string): string | undefined {
  try {
    const found = parseDictionary(field).get(name)
    return found && (isInnerList(found) ? serializeInnerList(found) : serializeItem(found))
  } catch {
    return undefined
  }
}

test('a member that is read without parsing the rest is the one that the parser finds', () => {
  let read = 0
  for (const [pieces, shape] of [
    [LISTS, LIST],
    [SIGNATURES, BYTES],
  ] as const)
    for (const one of pieces)
      for (const two of pieces)
        for (const field of [one, `${one}, ${two}`, `${one},${two}`, `${one}, ${two}, ${one}`])
          for (const name of ['a', 'b', 'c']) {
            const found = plainMember(field, name, shape)
            if (found === undefined) continue
            assert.equal(found, parsedMember(field, name), `${name} of ${field}`)
            read++
          }
  assert.ok(read > 30, `${read}`)
})

test('what two signers wrote is read without the parser', () => {
  assert.equal(plainMember(`${LISTS[0]}, ${LISTS[1]}`, 'b', LIST), LISTS[1]!.slice(2))
  assert.equal(plainMember('a=:AAAA:, b=:AAE=:', 'b', BYTES), ':AAE=:')
})
