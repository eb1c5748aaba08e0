import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPack } from './index.ts'
import { engineWords } from './engine-words.ts'
import { filesOf, fixture } from './testing.ts'

const sound = filesOf(fixture('sound'))
const SERVICE = 'services/heating/service.yaml'
const CASES = 'services/heating/cases.yaml'
const FACTS = 'facts/person.yaml'

interface Bad {
  readonly name: string
  readonly file?: string
  readonly from?: string
  /** What stands in its place; without `from` it is the test of a criterion. */
  readonly to: string
  /** File, line and rule of a finding that must be there. */
  readonly says: string
  /** Of its message and remedy, for a Korean reader. */
  readonly words: RegExp
}
const nested = (open: string, inner: string, close: string, times = 10_000) => open.repeat(times) + inner + close.repeat(times)
const rows = Array.from({ length: 100_000 }, (_, i) => `['${i}', ${i}]`).join(', ')

const BAD: readonly Bad[] = [
  {
    name: 'a rule that does not parse',
    to: 'person.age >=',
    says: `${SERVICE}:17 feel.syntax`,
    words: /문법이 틀렸습니다.*이 자리에 값이 있어야/,
  },
  { name: 'a text without an end', to: '"abc', says: `${SERVICE}:17 feel.syntax`, words: /문법이 틀렸습니다.*표시가 있어야/ },
  {
    name: 'a type that does not fit',
    to: 'person.age >= "old"',
    says: `${SERVICE}:17 feel.type`,
    words: /종류가 맞지 않습니다.*같은 종류로/,
  },
  { name: 'a rule that is no yes or no', to: 'person.age', says: `${SERVICE}:17 feel.type`, words: /참이나 거짓이 되는/ },
  {
    name: 'a fact that does not exist',
    to: 'person.agee > 1',
    says: `${SERVICE}:17 feel.name`,
    words: /person\.agee가 없습니다.*person\.age를 쓰려던/,
  },
  {
    name: 'a function that does not exist',
    to: 'agee(person.birthDate) > 1',
    says: `${SERVICE}:17 feel.function`,
    words: /agee가 없습니다.*age를 쓰려던/,
  },
  {
    name: 'a fact that needs itself',
    file: FACTS,
    from: 'derive: age(person.birthDate)',
    to: 'derive: person.age + 1',
    says: `${FACTS}:12 feel.declared`,
    words: /서로 돌고 돕니다/,
  },
  {
    name: 'a fact that goes through eleven hundred others',
    file: FACTS,
    from: '- id: household.members',
    to: `${Array.from({ length: 1_100 }, (_, i) => `- { id: person.c${i}, title: { ko: 가, en: a }, type: number, derive: ${i === 0 ? 'person.age' : `person.c${i - 1}`} + 1 }\n`).join('')}- id: household.members`,
    says: `${FACTS}:`,
    words: /너무 많이 거쳐야 합니다.*더 적은 사실/,
  },
  { name: 'a division by zero', to: 'person.age / 0 > 1', says: `${SERVICE}:17 feel.zero`, words: /0으로 나눕니다.*if로/ },
  {
    name: 'an overflow',
    to: '10 ** 7000 > person.age',
    says: `${SERVICE}:17 feel.nothing`,
    words: /10 \*\* 7000.*누구에게도.*너무 크거나/,
  },
  {
    name: 'a power without end',
    to: 'person.age ** 99999999 > 1',
    says: `${SERVICE}:17 feel.nothing`,
    words: /person\.age \*\* 99999999.*누구에게도/,
  },
  {
    name: 'a choice among a thousand million',
    to: 'some x in 1..1000000000 satisfies x = person.age',
    says: `${SERVICE}:17 feel.nothing`,
    words: /1\.\.1000000000.*되풀이할 것이 너무 많습니다/,
  },
  ...(
    [
      ['a division by what comes to zero', 'person.age / (1 - 1) > 1', /0으로 나눕니다/],
      ['a division by the least of constants', 'person.age / min(0, 1) > 1', /0으로 나눕니다/],
      ['a remainder of a division by zero', 'modulo(person.age, 0) = 1', /0으로 나눕니다/],
      ['a division by zero within some', 'some one in household.members satisfies 1 / (2 - 2) > person.age', /0으로 나눕니다/],
      ['a division by zero within every', 'every one in household.members satisfies one.born / 0 > 1', /0으로 나눕니다/],
      ['a division by zero within a filter', 'count(household.members[item.born / 0 > 1]) > 0', /0으로 나눕니다/],
    ] as const
  ).map(([name, to, words]) => ({ name, to, says: `${SERVICE}:17 feel.zero`, words })),
  ...(
    [
      ['a day that no calendar has', 'person.birthDate < date("2026-02-30")', /2026-02-30.*달력에 없는 날짜/],
      ['a text that is no number', 'person.age > number("x", ",", ".")', /number\("x".*수나 날짜로 읽을 수 없는 글/],
      ['rounding to a multiple of zero', 'floor to(person.age, 0) > 1', /floor to\(person\.age, 0\).*누구에게도/],
    ] as const
  ).map(([name, to, words]) => ({ name, to, says: `${SERVICE}:17 feel.nothing`, words })),
  {
    name: 'a derived fact that no case reads and that divides by zero',
    file: FACTS,
    from: '- id: household.members',
    to: '- { id: person.odd, title: { ko: 가, en: a }, type: number, derive: 0 / 0 }\n- id: household.members',
    says: `${FACTS}:28 feel.zero`,
    words: /'0 \/ 0'에서 0으로 나눕니다/,
  },
  {
    name: 'a derived fact that no case reads and that is beyond all bounds',
    file: FACTS,
    from: '- id: household.members',
    to: '- { id: person.odd, title: { ko: 가, en: a }, type: number, derive: 10 ** 7000 }\n- id: household.members',
    says: `${FACTS}:28 feel.nothing`,
    words: /10 \*\* 7000.*너무 크거나/,
  },
  {
    name: 'a division by zero in a question of the form',
    from: 'showWhen: person.age >= 0',
    to: 'showWhen: person.age / 0 > 1',
    says: `${SERVICE}:34 feel.zero`,
    words: /0으로 나눕니다/,
  },
  {
    name: 'a loop over more than can be counted',
    to: 'count(for i in 1..100000000 return i) > person.age',
    says: `${SERVICE}:17 feel.nothing`,
    words: /누구에게도.*너무 많습니다/,
  },
  {
    name: 'a pattern that only what people are makes long',
    to: `matches("${'a'.repeat(3_000)}" + string(person.age), "(a*)*\\\\1b")`,
    says: `${CASES}:3 case.heavy`,
    words: /무늬.*규칙을 고치세요/,
  },
  {
    name: 'a regular expression that is none',
    to: 'matches(string(person.age), "(a")',
    says: `${SERVICE}:17 feel.pattern`,
    words: /무늬.*괄호/,
  },
  { name: 'a sign that FEEL does not know', to: 'person.age ≥ 65', says: `${SERVICE}:17 feel.syntax`, words: />=, <=, !=/ },
  {
    name: 'an expression nested ten thousand deep',
    to: nested('(', '1', ')'),
    says: `${SERVICE}:17 feel.syntax`,
    words: /너무 깊이 겹쳐/,
  },
  {
    name: 'negations nested ten thousand deep',
    to: nested('not(', 'true', ')'),
    says: `${SERVICE}:17 feel.syntax`,
    words: /너무 깊이 겹쳐/,
  },
  {
    name: 'an expression that is too long',
    to: `${'1 + '.repeat(30_000)}1 > 0`,
    says: `${SERVICE}:17 feel.syntax`,
    words: /100000자까지/,
  },
  {
    name: 'a regular expression that explodes',
    to: `matches("${'a'.repeat(60)}!", "^(a+)+$") and person.age > 1`,
    says: `${CASES}:4 case.eligible`,
    words: /받을 수 있는지/,
  },
  {
    name: 'a list nested ten thousand deep',
    from: 'id: heating\n',
    to: `id: ${'['.repeat(10_000)}\n`,
    says: `${SERVICE}:1 yaml.syntax`,
    words: /너무 깊이 겹쳐.*100겹/,
  },
  {
    name: 'a list nested a hundred and one deep',
    from: 'id: heating\n',
    to: `id: ${nested('[', '1', ']', 101)}\n`,
    says: `${SERVICE}:1 yaml.syntax`,
    words: /너무 깊이 겹쳐.*100겹/,
  },
  {
    name: 'a figure of money that is a text',
    file: 'parameters/heating.yaml',
    from: '- id: incomeLimit',
    to: '- { id: odd, title: { ko: 가, en: a }, unit: won, values: [{ from: 2025-01-01, value: abc, source: 법 }] }\n- id: incomeLimit',
    says: 'parameters/heating.yaml:8 parameter.number',
    words: /단위가 won인 값인데 수가 아닌 것이 있습니다\(글\).*수나 수의 표/,
  },
  {
    name: 'a figure of money that is a yes',
    file: 'parameters/heating.yaml',
    from: '- id: incomeLimit',
    to: '- { id: odd, title: { ko: 가, en: a }, unit: won, values: [{ from: 2025-01-01, value: true, source: 법 }] }\n- id: incomeLimit',
    says: 'parameters/heating.yaml:8 parameter.number',
    words: /참·거짓/,
  },
  {
    name: 'a table with a hundred thousand rows',
    from: 'be: heatingAmount',
    to: `table: { inputs: [person.age], rows: [${rows}] }`,
    says: `${SERVICE}:1 yaml.syntax`,
    words: /100만 자까지/,
  },
]

for (const { name, file = SERVICE, from, to, says, words } of BAD)
  test(`${name} is told in Korean with file, line and remedy, in bounded time`, () => {
    const [was, now] = from === undefined ? ['test: person.age >= 65', `test: ${JSON.stringify(to)}`] : [from, to]
    const files = sound.map((one) => (one.path === file ? { ...one, text: one.text.replace(was, () => now) } : one))
    assert.notDeepEqual(files, sound)
    const start = performance.now()
    const { findings } = checkPack(files)
    assert.ok(performance.now() - start < 5_000)
    const found = findings.find((one) => `${one.file}:${one.line} ${one.rule}`.startsWith(says))
    assert.ok(found, findings.map((one) => `${one.file}:${one.line} ${one.rule}`).join('\n'))
    assert.equal(found.level, 'error')
    assert.match(`${found.message.ko} ${found.remedy.ko}`, words)
    // No English sentence stands inside the Korean one; what was written, and signs, may.
    assert.doesNotMatch(found.remedy.ko, /\b(Expected|Did you|Write|Use|Compare|Declare|Derive) /)
  })

test('a sentence of the engine that is not known stays as it is', () => {
  assert.deepEqual(engineWords('Something new'), { ko: 'Something new', en: 'Something new' })
  assert.equal(
    engineWords('The evaluation takes too long: loops over fewer items are needed').ko.startsWith('계산이 너무 오래'),
    true,
  )
  assert.match(engineWords('a is declared twice').ko, /^a.* 두 번/)
  assert.match(engineWords('The criterion b stands twice').ko, /^b.* 두 번/)
})
