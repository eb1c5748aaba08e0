import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { VersionId } from '@dpg/catalogue/contract'
import type { Problem, Principal } from '@dpg/kernel'
import type { Edit, RuleDraftId, RuleForm } from './contract.ts'
import { approver, author, createWorld, official, officialOf, other, PENSION } from './testing/world.ts'
import { authoring as info } from './index.ts'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'

const db = await openTestDb(info.migrations)
const world = createWorld({ db, clock: fixedClock('2026-11-25T00:00:00Z') })
after(async () => {
  await world.stop()
  await db.close()
})
const { authoring, catalogue } = world
let keys = 0
const key = () => `k${keys++}`
const begin = (who: Principal = author, service = PENSION) => authoring.open(who, { key: key(), service })
/** The number that follows. */
const following = (version: string) => version.replace(/\.(\d+)\.\d+$/, (_, minor: string) => `.${Number(minor) + 1}.0`)
/** What a draft of the pension is numbered: the one after what the pack has. */
const NEXT = following(catalogue.current().pack.services.get(PENSION)!.version)
const see = (id: RuleDraftId, who: Principal = author) => authoring.draft(who, id, 'ko')
const type = (problem: unknown) => (problem as Problem).type
const refused = (work: Promise<unknown>) => work.then(() => 'done', type)

/** Types into the form as a page posts it: every list whole. */
async function write(
  id: RuleDraftId,
  change: (form: { -readonly [K in keyof RuleForm]: RuleForm[K] }) => void,
  who: Principal = author,
) {
  const draft = await see(id, who)
  const form = structuredClone(draft.form!) as { -readonly [K in keyof RuleForm]: RuleForm[K] }
  change(form)
  const fields: Record<string, string> = {}
  for (const [name, value] of Object.entries(form.head)) fields[`head.${name}`] = value
  for (const list of ['criteria', 'steps', 'figures', 'cases'] as const)
    form[list].forEach((row, i) => {
      for (const [name, value] of Object.entries(row)) fields[`${list}.${i}.${name}`] = value
    })
  const edit: Edit = { kind: 'form', lists: ['head', 'criteria', 'steps', 'figures', 'cases'], fields }
  return authoring.save(who, id, draft.revision, edit)
}
const lowerAge = (to: number) => (form: { criteria: RuleForm['criteria'] }) => {
  form.criteria = form.criteria.map((row) => (row['id'] === 'age' ? { ...row, test: `person.age >= ${to}` } : row))
}
/** A sound change of the age, its cases with it. */
async function sound(id: RuleDraftId, to: number, who: Principal = author) {
  await write(
    id,
    (form) => {
      lowerAge(to)(form)
      form.head = { ...form.head, changesKo: `${to}세부터 받습니다`, changesEn: `From the age of ${to}` }
    },
    who,
  )
  const { report } = await see(id, who)
  await write(
    id,
    (form) => {
      form.cases = form.cases.map((row, i) => {
        const found = report.cases[i]!
        if (found.passes) return row
        const { eligible, failed, amount } = found.found!
        return {
          ...row,
          eligible: String(eligible),
          failed: failed.join(', ') || '-',
          amount: typeof amount === 'number' && row['amount'] ? String(amount) : row['amount']!,
          decision: '',
        }
      })
      if (!form.cases.some((row) => row['failed']?.split(', ').includes('age')))
        form.cases = [
          ...form.cases,
          {
            was: '',
            name: '어린이는 아니다',
            on: '2026-11-24',
            given: 'person.birthDate: 2020-01-01',
            eligible: 'false',
            failed: 'age',
            amount: '',
            missing: '',
          },
        ]
    },
    who,
  )
}

describe('writing', { concurrency: 4 }, () => {
  test('a draft of what is in force has no mistakes and no differences but its number', async () => {
    const draft = await see(await begin())
    assert.equal((await authoring.history(author, PENSION, 'ko')).overFolder, null)
    assert.equal(draft.report.errors, 0)
    assert.deepEqual(draft.diff, [])
    assert.equal(draft.form?.criteria.length, 4)
    assert.equal(draft.form.head['version'], NEXT)
    assert.ok(draft.report.cases.length > 10 && draft.report.cases.every(({ passes }) => passes))
    assert.ok(draft.report.coverage!.covered > draft.report.coverage!.total / 2)
  })

  test('a lower age is told as a difference, and the cases at the border fail with what came out', async () => {
    const id = await begin()
    await write(id, lowerAge(60))
    const { diff, report } = await see(id)
    assert.deepEqual(
      diff.map(({ kind, id: of, lines }) => [kind, of, lines[0]]),
      [['criterion', 'age', { part: 'test', before: 'person.age >= 65', after: 'person.age >= 60' }]],
    )
    const border = report.cases.find(({ name }) => name === '생일 하루 전에는 아직 아니다')
    assert.equal(border?.passes, false)
    assert.equal(border?.found?.eligible, true)
    assert.match(border!.differences[0]!, /false|아니/)
    assert.equal(report.findings.find(({ rule }) => rule === 'case.eligible')?.field?.startsWith('cases.'), true)
  })

  test('whatever is typed is kept, and told at its field, line and column with a remedy', async () => {
    const id = await begin()
    await write(id, (form) => {
      form.criteria = form.criteria.map((row, i) => (i === 0 ? { ...row, test: 'person.age >= 65\nand person.agee > 1' } : row))
    })
    const { report, form } = await see(id)
    assert.equal(form?.criteria[0]?.['test'], 'person.age >= 65\nand person.agee > 1')
    const finding = report.findings.find(({ rule }) => rule === 'feel.name')!
    assert.equal(finding.field, 'criteria.0.test')
    assert.deepEqual(finding.at, { line: 2, column: 5 })
    assert.match(finding.remedy, /person\.age/)
    assert.match(finding.file, /services\/basic-pension\/service\.yaml/)
  })

  test('facts of a case that cannot be read stay as they were typed', async () => {
    const id = await begin()
    await write(id, (form) => {
      form.cases = form.cases.map((row, i) => (i === 0 ? { ...row, given: 'person.birthDate: [' } : row))
    })
    const { report, form } = await see(id)
    assert.equal(form?.cases[0]?.['given'], 'person.birthDate: [')
    assert.ok(report.findings.some(({ field }) => field === 'cases.0.given'))
  })

  test('comments, order and everything the form does not show stay in the file', async () => {
    const id = await begin()
    const before = await see(id)
    await write(id, lowerAge(66))
    const after = await see(id)
    const lines = (draft: typeof before, name: string) => draft.files.find(({ path }) => path.endsWith(name))!.text.split('\n')
    assert.equal(lines(after, 'cases.yaml').join('\n'), lines(before, 'cases.yaml').join('\n'))
    assert.equal(lines(after, 'cases.yaml')[0]?.startsWith('# 사람, 날, 받을 금액'), true)
    const changed = lines(after, 'service.yaml').filter((line, i) => line !== lines(before, 'service.yaml')[i])
    assert.deepEqual(
      changed.map((line) => line.trim()),
      ['test: person.age >= 66'],
    )
  })

  test('rows are added, copied, moved and taken away by buttons', async () => {
    const id = await begin()
    const act = async (what: string) =>
      authoring.save(author, id, (await see(id)).revision, { kind: 'form', lists: [], fields: {}, act: what })
    await act('add:criteria')
    assert.equal((await see(id)).form?.criteria.length, 5)
    await act('remove:criteria:4')
    await act('up:criteria:1')
    await act('up:criteria:2')
    await act('down:criteria:1')
    assert.deepEqual((await see(id)).form?.criteria.map((row) => row['id']).slice(0, 2), ['nationality', 'age'])
    const cases = (await see(id)).form!.cases.length
    await act('copy:cases:0')
    assert.equal((await see(id)).form?.cases.length, cases + 1)
    assert.equal(await refused(act('remove:criteria:99')), 'authoring/unknown-part')
  })

  test('a new criterion gets its reason of refusal, and one that goes takes it along', async () => {
    const id = await begin()
    await write(id, (form) => {
      form.criteria = [
        ...form.criteria.filter((row) => row['id'] !== 'nationality'),
        { was: '', id: 'adult', test: 'person.age >= 19', law: '기초연금법 제3조', ko: '어른이어야 합니다', en: 'Adults only' },
      ]
    })
    const { files } = await see(id)
    const text = files.find(({ path }) => path.endsWith('service.yaml'))!.text
    assert.match(text, /code: adult/)
    assert.doesNotMatch(text, /code: nationality/)
  })

  test('figures come into the draft with their file, and a change of theirs is a difference', async () => {
    const id = await begin()
    const { revision, otherFigures } = await see(id)
    assert.ok(otherFigures.some(({ parameter }) => parameter === 'basicPensionStandard'))
    await authoring.save(author, id, revision, { kind: 'form', lists: [], fields: {}, act: 'open:figures:basicPensionStandard' })
    assert.deepEqual((await see(id)).diff, [])
    await write(id, (form) => {
      form.figures = form.figures.map((row) =>
        row['parameter'] === 'basicPensionStandard' && row['from']?.startsWith('2026') ? { ...row, value: '400000' } : row,
      )
    })
    const { diff, report } = await see(id)
    assert.deepEqual(
      diff.map(({ kind, lines }) => [kind, lines[0]?.after]),
      [['figure', '400000']],
    )
    assert.ok(report.cases.some(({ passes }) => !passes))
  })

  test('an expression becomes a decision table and comes back; a hundred thousand rows are refused', async () => {
    const id = await begin()
    await authoring.save(author, id, 1, { kind: 'form', lists: [], fields: {}, act: 'table:steps:0' })
    const { report, form } = await see(id)
    assert.equal(report.errors, 0)
    assert.match(form!.steps[0]!['rows']!, /basicPensionStandard/)
    const { bytes } = await authoring.tableOut(author, id, 'steps.0', 'ko')
    const revision = (await see(id)).revision
    assert.equal(await authoring.tableIn(author, id, revision, 'steps.0', bytes), revision)
    const rows = (n: number) =>
      write(id, (next) => {
        const text = Array.from({ length: n }, (_, at) => `${at} | 1`).join('\n')
        next.steps = next.steps.map((row, i) => (i === 0 ? { ...row, rows: text } : row))
      })
    assert.equal(await refused(rows(100_000)), 'authoring/too-much')
    await rows(101)
    assert.ok((await see(id)).report.findings.some(({ field }) => field === 'steps.0.rows'))
  })

  test('a criterion becomes a decision table with its sheet, decides by it, and comes back', async () => {
    const id = await begin()
    await authoring.save(author, id, 1, { kind: 'form', lists: [], fields: {}, act: 'table:criteria:0' })
    const begun = await see(id)
    assert.equal(begun.form!.criteria[0]!['rows'], '- | person.age >= 65')
    assert.deepEqual([begun.report.errors, begun.report.cases.every(({ passes }) => passes)], [0, true])
    const { name, bytes } = await authoring.tableOut(author, id, 'criteria.0', 'ko')
    assert.match(name, /age\.xlsx$/)
    assert.equal(await authoring.tableIn(author, id, begun.revision, 'criteria.0', bytes), begun.revision)
    await write(id, (form) => {
      form.criteria = form.criteria.map((row, i) =>
        i === 0 ? { ...row, inputs: 'person.age', rows: '>= 70 | true\n[60..70) | true\n>= 80 | true' } : row,
      )
    })
    const { report, diff, files } = await see(id)
    const border = report.cases.find((one) => one.name === '생일 하루 전에는 아직 아니다')
    assert.equal(border?.found?.eligible, true)
    assert.deepEqual(
      report.tables.map(({ of, problems }) => [of, problems.map(({ kind, rows }) => [kind, rows])]),
      [['criteria.0', [['unreached', [2]]]]],
    )
    assert.deepEqual(
      diff[0]?.lines.map(({ part, before }) => [part, before]),
      [
        ['test', 'person.age >= 65'],
        ['table', null],
      ],
    )
    assert.match(files.find(({ path }) => path.endsWith('service.yaml'))!.text, /table:\s*\{?\s*hit: first/)
    const { revision } = await see(id)
    await authoring.save(author, id, revision, { kind: 'form', lists: [], fields: {}, act: 'expression:criteria:0' })
    assert.deepEqual((await see(id)).form!.criteria[0]!['test'], 'true')
  })

  test('the later of two windows is told, and loses nothing by it', async () => {
    const id = await begin()
    await write(id, lowerAge(61))
    const late = authoring.save(author, id, 1, { kind: 'form', lists: ['head'], fields: { 'head.changesKo': '나중' } })
    assert.equal(await refused(late), 'authoring/stale-draft')
    assert.match((await see(id)).files[0]!.text + (await see(id)).files[1]!.text, /person\.age >= 61/)
  })

  test('only its author writes a draft; others with a role read it; officials without one see nothing', async () => {
    const id = await begin()
    assert.equal(
      await refused(authoring.save(other, id, 1, { kind: 'form', lists: [], fields: {}, act: 'add:cases' })),
      'authoring/not-yours',
    )
    assert.equal((await see(id, approver)).may.write, false)
    assert.equal(await refused(see(id, official('c', 'caseworker'))), 'authoring/role-needed')
  })

  test('an entry of the catalogue becomes a folder whose codes can be edited, without a mistake', async () => {
    const rows = catalogue.current().pack.catalogue.rows.filter(({ id }) => !catalogue.current().pack.services.has(id))
    for (const at of [0, 3, 9, 14, 20]) {
      const row = rows[at]!
      const there = officialOf(catalogue.current().service(row.id)!.agency, 'a', 'rule-author')
      const { report, form, isNew } = await see(await begin(there, row.id))
      assert.ok(isNew)
      assert.deepEqual(
        report.findings.filter(({ level }) => level === 'error').map(({ message }) => message),
        [],
        row.id,
      )
      assert.equal(form?.criteria.length, catalogue.current().service(row.id)?.eligibility.criteria.length)
    }
  })
})

describe('from one official to the other', () => {
  test('a draft with a failing case, or that does not say what changes, is not handed in', async () => {
    const id = await begin()
    const hand = async () => authoring.submit(author, { key: key(), id, revision: (await see(id)).revision })
    assert.equal(await refused(hand()), 'authoring/nothing-changed')
    await write(id, lowerAge(60))
    assert.equal(await refused(hand()), 'authoring/rules-broken')
    await sound(id, 60)
    await write(id, (form) => {
      form.head = { ...form.head, changesKo: '', changesEn: '' }
    })
    assert.equal(await refused(hand()), 'authoring/changes-needed')
  })

  test('the author never publishes it, another approver does; it is a new version at once, and who was judged keeps theirs', async () => {
    const id = await begin(approver)
    await sound(id, 60, approver)
    const before = catalogue.current().versionOf('service', PENSION)!
    const submitted = { key: key(), id, revision: (await see(id, approver)).revision }
    await authoring.submit(approver, submitted)
    await authoring.submit(approver, submitted)
    const { effect, events, revision } = await see(id, approver)
    assert.equal(effect?.isCurrent, true)
    const { before: old, after: now, winners, losers, weight, difference } = effect!.result
    assert.equal(winners.newly, 8 * weight) // 61 to 64, two people each; those of 60 have no known income
    assert.equal(losers.newly, 0)
    assert.equal(now.unknown.value, old.unknown.value + 2 * weight)
    assert.ok(difference.won.value > 0)
    assert.deepEqual(
      events.map(({ what }) => what),
      ['opened', 'submitted'],
    )
    const command = { key: key(), id, revision, reason: '법 개정에 맞습니다' }
    assert.equal(await refused(authoring.publish(approver, command)), 'authoring/own-draft')
    assert.equal(await refused(authoring.publish(author, command)), 'authoring/role-needed')
    const second = official('c', 'rule-approver')
    const version = await authoring.publish(second, command)
    assert.equal(await authoring.publish(second, command), version)
    assert.equal(catalogue.current().versionOf('service', PENSION), version)
    assert.equal(catalogue.current().service(PENSION)?.eligibility.criteria[0]?.test, 'person.age >= 60')
    assert.equal((await catalogue.pinned(PENSION, before)).eligibility.criteria[0]?.test, 'person.age >= 65')
    assert.equal((await db.published()).filter(({ name }) => name === 'authoring.published').length, 1)
  })

  test('the history says who, when, why, what and for whom; an old version begins a new draft', async () => {
    const { versions, overFolder } = await authoring.history(author, PENSION, 'ko')
    const [now, old] = versions
    assert.deepEqual(overFolder?.files, ['services/basic-pension/cases.yaml', 'services/basic-pension/service.yaml'])
    const [age] = overFolder!.diff.filter(({ kind }) => kind === 'criterion')
    assert.deepEqual(age?.lines, [{ part: 'test', before: 'person.age >= 65', after: 'person.age >= 60' }])
    assert.deepEqual(
      [now?.author, now?.approver, now?.reason, now?.number, now?.isInForce],
      ['강민재', '윤새벽', '법 개정에 맞습니다', NEXT, true],
    )
    assert.equal(now?.says, '60세부터 받습니다')
    assert.ok(now?.diff.some(({ kind, id }) => kind === 'criterion' && id === 'age'))
    assert.equal(now?.effect?.result.winners.newly, 8 * now!.effect!.result.weight)
    assert.equal(old?.author, null)
    assert.equal(old?.canRestore, true)
    const id = await authoring.open(author, { key: key(), service: PENSION, version: old!.version as VersionId })
    const { form, diff } = await see(id)
    assert.equal(form?.criteria[0]?.['test'], 'person.age >= 65')
    assert.equal(form.head['version'], following(NEXT))
    assert.ok(diff.some(({ kind, id: of }) => kind === 'criterion' && of === 'age'))
  })

  test('two drafts of one version: the second is told, put on top, and keeps its own change', async () => {
    const [first, second] = [await begin(), await begin(other)]
    await sound(first, 62)
    await write(
      second,
      (form) => {
        form.criteria = form.criteria.map((row) =>
          row['id'] === 'income' ? { ...row, ko: '소득이 기준보다 적어야 합니다' } : row,
        )
        form.head = { ...form.head, changesKo: '말을 쉽게 고쳤습니다', changesEn: 'Plainer words' }
      },
      other,
    )
    for (const [who, id] of [
      [author, first],
      [other, second],
    ] as const)
      await authoring.submit(who, { key: key(), id, revision: (await see(id, who)).revision })
    const decide = async (id: RuleDraftId) =>
      authoring.publish(approver, { key: key(), id, revision: (await see(id, approver)).revision, reason: '' })
    const both = await Promise.all([refused(decide(first)), refused(decide(second))])
    assert.deepEqual(
      both.filter((one) => one !== 'done'),
      ['authoring/draft-behind'],
    )
    const [who, late] = both[0] === 'done' ? ([other, second] as const) : ([author, first] as const)
    const behind = await see(late, who)
    assert.ok(behind.moved && behind.moved.length > 0)
    await authoring.sendBack(approver, { key: key(), id: late, revision: behind.revision, reason: '먼저 펴낸 것이 있습니다' })
    const conflicts = await authoring.rebase(who, { key: key(), id: late, revision: (await see(late, who)).revision })
    assert.deepEqual(conflicts, [])
    const rebased = await see(late, who)
    assert.equal(rebased.moved, null)
    const row = (id: string) => rebased.form?.criteria.find((one) => one['id'] === id)
    assert.equal(row('age')?.['test'], 'person.age >= 62')
    assert.equal(row('income')?.['ko'], '소득이 기준보다 적어야 합니다')
    assert.equal(rebased.report.errors, 0)
    assert.deepEqual(
      rebased.events.map(({ what }) => what),
      ['opened', 'submitted', 'returned', 'rebased'],
    )
    await authoring.submit(who, { key: key(), id: late, revision: rebased.revision })
    await decide(late)
    assert.equal(catalogue.current().service(PENSION)?.eligibility.criteria[0]?.test, 'person.age >= 62')
  })

  test('a draft that was handed in is taken back by its author alone, and nobody writes it meanwhile', async () => {
    const id = await begin()
    await sound(id, 63)
    const { revision } = await see(id)
    await authoring.submit(author, { key: key(), id, revision })
    assert.equal(
      await refused(authoring.save(author, id, revision, { kind: 'form', lists: [], fields: {}, act: 'add:cases' })),
      'authoring/wrong-state',
    )
    assert.equal(await refused(authoring.withdraw(other, { key: key(), id, revision })), 'authoring/not-yours')
    await authoring.withdraw(author, { key: key(), id, revision })
    assert.equal((await see(id)).state, 'open')
    assert.equal(
      await refused(authoring.sendBack(approver, { key: key(), id, revision, reason: '늦음' })),
      'authoring/wrong-state',
    )
  })

  test('sending back needs a reason', async () => {
    const id = await begin()
    await sound(id, 63)
    const { revision } = await see(id)
    await authoring.submit(author, { key: key(), id, revision })
    assert.equal(
      await refused(authoring.sendBack(approver, { key: key(), id, revision, reason: ' ' })),
      'authoring/reason-needed',
    )
  })
})

describe('bad input', { concurrency: 4 }, () => {
  const begunWith = async (test: string) => {
    const id = await begin()
    await write(id, (form) => {
      form.criteria = form.criteria.map((row, i) => (i === 0 ? { ...row, test } : row))
    })
    return id
  }
  const typed = async (test: string) => (await see(await begunWith(test))).report
  test('nesting ten thousand deep, a wrong type, a cycle of names: each is told at its field', async () => {
    for (const text of [
      `${'('.repeat(10_000)}1${')'.repeat(10_000)}`,
      `${'not('.repeat(4000)}true${')'.repeat(4000)}`,
      'person.age',
      'amount > 1',
      'person.age >= "old"',
    ]) {
      const report = await typed(text)
      assert.ok(
        report.findings.some(({ field, level }) => field === 'criteria.0.test' && level === 'error'),
        text.slice(0, 30),
      )
      assert.deepEqual(report.cases, [])
    }
  })

  test('a division by zero and loops without end come out in the cases, in bounded time', async () => {
    assert.ok((await typed('person.age / 0 > 1')).cases.some(({ passes }) => !passes))
    const impatient = createWorld({ db, clock: fixedClock('2026-11-25T00:00:00Z'), shares: world }, { checkMs: 700 })
    const id = await begunWith('count(for a in 1..90000, b in 1..90000 return 1) > 0')
    const { report } = await impatient.authoring.draft(author, id, 'ko')
    await impatient.stop()
    assert.ok(report.errors > 0)
  })

  test('a heavy draft is given up by the names of its rule and case, and the thread goes on with the drafts of others', async () => {
    const [heavy, light] = [
      await begunWith('some a in 1..3000, b in 1..3000 satisfies a + b = 0 - person.age'),
      await begunWith('person.age >= 66'),
    ]
    const used = process.cpuUsage()
    const [stopped, told] = await Promise.all([see(heavy), see(light)])
    const { user, system } = process.cpuUsage(used)
    const found = stopped.report.findings.find(({ rule }) => rule === 'case.stopped')
    assert.match(found!.message, /규칙 '[^']+'.*사례 '[^']+'.*남은 사례 \d+개/)
    assert.equal(found!.field, 'criteria.0.test')
    // Twenty seconds, after which the thread would be ended, are far away.
    assert.deepEqual(
      [stopped, told].map(({ report }) => report.findings.some(({ rule }) => rule === 'too-heavy')),
      [false, false],
    )
    assert.ok(told.report.cases.length > 10)
    assert.ok((user + system) / 1e6 < 10, `${(user + system) / 1e6} s of work`)
  })

  test('YAML that is none is kept as text and told with its line', async () => {
    const id = await begin()
    const { files, revision } = await see(id)
    const broken = files.map(({ path, text }) => ({ path, text: path.endsWith('service.yaml') ? `${text}\nx: [` : text }))
    await authoring.save(author, id, revision, { kind: 'files', files: broken })
    const draft = await see(id)
    assert.equal(draft.form, null)
    assert.equal(draft.report.findings[0]?.rule, 'yaml.syntax')
    assert.equal(
      await refused(authoring.save(author, id, draft.revision, { kind: 'files', files: [{ path: 'pack.yaml', text: '' }] })),
      'authoring/unknown-part',
    )
    assert.equal(
      await refused(
        authoring.save(author, id, draft.revision, {
          kind: 'files',
          files: [{ path: files[0]!.path, text: 'x'.repeat(500_000) }],
        }),
      ),
      'authoring/too-much',
    )
  })
})
