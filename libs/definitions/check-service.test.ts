import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkPack, checkService, loadPack } from './index.ts'
import { feelOfTable, tableSchema } from './schemas/table.ts'
import { filesOf, KOREA } from './testing.ts'

const files = filesOf(KOREA)
const { pack } = loadPack(files)
const folder = (slug: string) => files.filter(({ path }) => path.startsWith(`services/${slug}/`))
const changed = (slug: string, name: string, from: string | RegExp, to: string) =>
  folder(slug).map((file) => (file.path.endsWith(name) ? { ...file, text: file.text.replace(from, to) } : file))

describe('one service as it is being written', () => {
  test('every service of the pack is told the same as by a check of the whole pack', () => {
    const whole = checkPack(files).findings.filter(({ file }) => file.startsWith('services/'))
    const slugs = [...new Set(files.flatMap(({ path }) => /^services\/([^/]+)\//.exec(path)?.[1] ?? []))]
    const alone = slugs.flatMap((slug) => checkService(slug, folder(slug), pack).findings)
    const brief = (all: typeof whole) => all.map(({ file, line, rule }) => `${file}:${line} ${rule}`).sort()
    assert.deepEqual(brief(alone), brief(whole))
  })

  test('a lower age makes the cases that it concerns fail, and no others', () => {
    const { cases, findings } = checkService(
      'basic-pension',
      changed('basic-pension', 'service.yaml', 'person.age >= 65', 'person.age >= 64'),
      pack,
    )
    const failing = cases.filter((one) => one.findings.length > 0).map(({ name }) => name)
    assert.ok(failing.includes('생일 하루 전에는 아직 아니다'))
    assert.ok(!failing.includes('65번째 생일에 받을 수 있다'))
    assert.ok(findings.some(({ rule, file }) => rule === 'case.eligible' && file.endsWith('cases.yaml')))
  })

  test('a part that gives nothing in a case that fails is named where it stands, once, with the case', () => {
    const { findings } = checkService(
      'basic-pension',
      changed('basic-pension', 'service.yaml', 'person.age >= 65', '100 / (person.age - person.age) >= 1'),
      pack,
    )
    const [found, ...more] = findings.filter(({ rule }) => rule === 'feel.inCase')
    assert.deepEqual(more, [])
    assert.match(found!.file, /service\.yaml$/)
    assert.match(found!.message.ko, /혼자 사는 70세는 .*'100 \/ \(person\.age - person\.age\)'의 값이 나오지 않습니다/)
  })

  test('rules that take too long stop the check: the rule, the case and how many are left are told', () => {
    const spent = () => {
      const { user, system } = process.threadCpuUsage()
      return (user + system) / 1000
    }
    const whole = folder('basic-pension')
    for (const loop of ['some a in 1..3000, b in 1..3000 satisfies a + b = 0 - person.age', '1..800', '1..90000']) {
      const text = loop.startsWith('1') ? `count(for a in ${loop}, b in 1..800 return a) > person.age` : `(${loop})`
      const begun = spent()
      const heavy = changed('basic-pension', 'service.yaml', 'person.age >= 65', text)
      const { cases, findings } = checkService('basic-pension', heavy, pack, { spent, most: 300 })
      assert.ok(spent() - begun < 5_000, `${text}: ${spent() - begun} ms`)
      const [stopped, ...more] = findings.filter(({ rule }) => rule === 'case.stopped')
      assert.deepEqual(more, [])
      assert.match(stopped!.message.ko, /규칙 'age'.*사례 '[^']+'.*남은 사례 \d+개/)
      assert.ok(stopped!.file.endsWith('service.yaml') && stopped!.line > 1)
      assert.ok(cases.length > 0 && cases.length < 36)
    }
    const { cases, findings } = checkService('basic-pension', whole, pack, { spent, most: 5_000 })
    assert.deepEqual([findings, cases.length], [[], checkService('basic-pension', whole, pack).cases.length])
  })

  test('aliases that grow without end are told, not written out', () => {
    const bomb = 'a: &a [x, x]\n' + Array.from({ length: 120 }, () => 'b: *a\n').join('')
    const bombed = folder('basic-pension').map((file) =>
      file.path.endsWith('service.yaml') ? { ...file, text: `z:\n${bomb.replace(/^/gm, '  - ')}${file.text}` } : file,
    )
    const { findings } = checkService('basic-pension', bombed, pack)
    assert.ok(findings.some(({ rule, message }) => rule === 'yaml.syntax' && /별칭/.test(message.ko)))
  })

  test('a rule that does not parse is told at its line, and its cases wait', () => {
    const { cases, findings } = checkService(
      'basic-pension',
      changed('basic-pension', 'service.yaml', 'person.age >= 65', "'person.age >='"),
      pack,
    )
    const line =
      folder('basic-pension')
        .find(({ path }) => path.endsWith('service.yaml'))!
        .text.split('\n')
        .findIndex((one) => one.includes('person.age >= 65')) + 1
    assert.equal(findings.find(({ rule }) => rule === 'feel.syntax')?.line, line)
    assert.deepEqual(cases, [])
  })

  test('a changed figure tells the cases of other services that read it', () => {
    const path = 'parameters/median-income.yaml'
    const text = files.find((file) => file.path === path)!.text.replace(/2564238/, '999')
    const { findings } = checkService('livelihood-benefit', [...folder('livelihood-benefit'), { path, text }], pack)
    const others = new Set(findings.map(({ file }) => file).filter((file) => !file.startsWith('services/livelihood-benefit/')))
    assert.ok(others.size > 0)
  })
})

describe('a decision table', () => {
  test('is one expression, row by row; a cell with - is anything', () => {
    const table = tableSchema.parse({
      inputs: ['person.age', 'person.sido'],
      rows: [
        ['< 19', '-', 0],
        ['>= 65', 'not("11")', 10],
        [null, '', 5],
      ],
    })
    assert.equal(
      feelOfTable(table),
      'if (person.age) in (< 19) then (0)\nelse if (person.age) in (>= 65) and not((person.sido) in ("11")) then (10)\nelse (5)',
    )
  })

  test('with a row that is too short, without a value, or with more than a hundred rows is refused', () => {
    const rows = (list: unknown[]) => tableSchema.safeParse({ inputs: ['a'], rows: list }).success
    assert.ok(rows([['1', 2]]))
    assert.ok(!rows([['1']]))
    assert.ok(!rows([['1', '-']]))
    assert.ok(!rows(Array.from({ length: 100_000 }, () => ['1', 2])))
  })

  test('stands in a step in the place of an expression, never beside one', () => {
    const step = (text: string) =>
      changed('basic-pension', 'service.yaml', '{ let: standard, be: basicPensionStandard,', `{ let: standard, ${text},`)
    const table =
      "table: { hit: first, inputs: [person.age], rows: [['>= 80', basicPensionStandard * 2], ['-', basicPensionStandard]] }"
    const { service, cases } = checkService('basic-pension', step(table), pack)
    assert.match(service!.amount!.steps[0]!.be, /^if \(person\.age\) in \(>= 80\)/)
    assert.ok(
      cases.every((one) => one.findings.length === 0),
      JSON.stringify(cases.flatMap((one) => one.findings)[0]),
    )
    assert.equal(checkService('basic-pension', step(`${table}, be: '1'`), pack).service, null)
  })

  test('stands in a criterion in the place of its test: where no row passes it is not met, where its inputs are unknown nobody knows', () => {
    const criterion = (text: string) => changed('basic-pension', 'service.yaml', 'test: person.age >= 65', text)
    const table = "table: { hit: first, inputs: [person.age], rows: [['< 65', 'false'], ['< 200', 'true']] }"
    const { service, engine, cases } = checkService('basic-pension', criterion(table), pack)
    assert.match(service!.eligibility.criteria[0]!.test, /^if .* then \(false\)\nelse if .*\nelse false$/s)
    assert.deepEqual(
      cases.flatMap((one) => one.findings),
      [],
    )
    const { given, on } = service!.cases.find(({ expect }) => expect.eligible === true)!
    const { 'person.birthDate': _, ...rest } = given
    const asked = engine!.screen({ facts: rest, asOf: on, services: [service!.id] }).results[0]!
    assert.deepEqual([asked.outcome, asked.missing], ['unknown', ['person.age']])
    assert.equal(checkService('basic-pension', criterion(`test: 'true'\n      ${table}`), pack).service, null)
  })
})
