import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import mistakes from './fixtures/mistakes.json' with { type: 'json' }
import { checkPack } from './index.ts'
import messages from './messages/ko.json' with { type: 'json' }
import { brief, filesOf, fixture } from './testing.ts'

const sound = filesOf(fixture('sound'))
const SERVICE = 'services/heating/service.yaml'

/** One mistake in the sound pack, and everything the linter must then say. */
interface Mistake {
  readonly file: string
  readonly from: string
  readonly to: string
  readonly says: readonly string[]
}
const MISTAKES: readonly Mistake[] = mistakes

/** The sound pack with one mistake; a mistake without `from` takes the file away, or writes another. */
function broken({ file, from, to }: Omit<Mistake, 'says'>) {
  if (from === '') return [...sound.filter(({ path }) => path !== file), ...(to === '' ? [] : [{ path: file, text: to }])]
  return sound.map((one) => {
    if (one.path !== file) return one
    assert.ok(one.text.includes(from), `${file} has no ${from}`)
    return { path: file, text: one.text.replace(from, () => to) }
  })
}

test('a sound pack has no findings', () => {
  assert.deepEqual(checkPack(sound).findings, [])
})

test('each mistake gives exactly its findings, with file and line', () => {
  for (const mistake of MISTAKES) {
    const said = checkPack(broken(mistake)).findings.map(brief)
    assert.deepEqual(said, mistake.says, `${mistake.file}: ${mistake.from} -> ${mistake.to}`)
  }
})

test('no rule of the linter is left without a mistake that breaks it', () => {
  const rules = Object.keys(messages).flatMap((key) => /^finding\.(.+)\.message$/.exec(key)?.[1] ?? [])
  const told = new Set(MISTAKES.flatMap(({ says }) => says.map((line) => line.split(' ')[1])))
  // Told only of a service that is being written (check-service.test.ts), or of what takes very long (bad-input.test.ts).
  const elsewhere = ['feel.inCase', 'case.heavy', 'case.stopped']
  const untold = rules.filter((rule) => !told.has(rule) && !elsewhere.includes(rule))
  assert.deepEqual(untold, [])
})

test('the findings of a pack are the same every time, whatever the order of its files', () => {
  const edits = MISTAKES.filter(({ from }) => from !== '')
  const pick = fc.tuple(fc.subarray(edits, { maxLength: 5 }), fc.infiniteStream(fc.nat()))
  fc.assert(
    fc.property(pick, ([chosen, random]) => {
      const files = sound.map(({ path, text }) => ({
        path,
        text: chosen.filter(({ file }) => file === path).reduce((now, { from, to }) => now.replace(from, () => to), text),
      }))
      const order = new Map(files.map((file) => [file, random.next().value]))
      const shuffled = files.toSorted((a, b) => order.get(a)! - order.get(b)!)
      assert.deepEqual(checkPack(shuffled).findings, checkPack(files).findings)
    }),
    { numRuns: 30 },
  )
})

test('a draft is warned at the gates, not stopped', () => {
  const draft = sound.map(({ path, text }) =>
    path === SERVICE
      ? { path, text: text.replace('kind: benefit', 'status: draft\nkind: benefit').replace('fee: 0, ', '') }
      : { path, text },
  )
  const said = checkPack(draft).findings.map(({ rule, level }) => [rule, level])
  assert.deepEqual(said, [['gate.fee', 'warning']])
})

test('a finding says what is wrong and what to do, in Korean and in English', () => {
  const [finding] = checkPack(broken({ file: SERVICE, from: 'test: person.age >= 65', to: 'test: person.agee >= 65' })).findings
  assert.deepEqual(finding?.message, {
    ko: '식에 쓴 이름 person.agee가 없습니다.',
    en: 'There is no fact, parameter or name person.agee.',
  })
  assert.equal(finding?.remedy.en, 'Did you mean person.age?')
})
