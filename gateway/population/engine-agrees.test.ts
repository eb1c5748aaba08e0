import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadPack, rulesOf } from '@dpg/definitions'
import { disagreements } from '@dpg/rules/testing'
import { readPopulationPack } from './pack.ts'
import { createPeople } from './people.ts'
import { allFacts, DAY, KOREA } from './testing.ts'

const PEOPLE = 120
const tables = readPopulationPack(KOREA)
const { people } = createPeople({ people: PEOPLE, seed: 11, pack: tables })

const paths = globSync('**/*.{yaml,tsv,md}', { cwd: KOREA }).sort()
const { pack } = loadPack(paths.map((path) => ({ path, text: readFileSync(join(KOREA, path), 'utf8') })))

/** Facts that are known of the n-th person: all, nine in ten, half, one in ten, in turns. */
const isKnown = (person: number, fact: number): boolean => {
  const of = [10, 9, 5, 1][person % 4]!
  return (fact * 7 + person * 3) % 10 < of
}

test('모든 실제 서비스에서 엔진은 규칙의 글을 하나씩 읽은 것과 똑같이 답한다', () => {
  const all = people.slice(0, PEOPLE).map((person, at) => {
    const known = Object.entries(allFacts(person, tables)).filter((_, fact) => isKnown(at, fact))
    return Object.fromEntries(known)
  })
  const { compared, found } = disagreements(rulesOf(pack), all, DAY)
  assert.ok(compared > 1_000_000, String(compared))
  assert.deepEqual(found.slice(0, 10), [])
})
