/** 2.4-6 증거기반정책 (evidence-based policy). Missing: a policy document that cites its analysis, runs over real registers, benefits that change because another one does */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Change, PolicyRun, RunResult } from '@dpg/policy/contract'
import { BASIC_PENSION, type Server, signedIn, startServer, until, type Visitor, visitor } from '../harness/index.ts'

const PEOPLE = 4000
const ANALYST = '오세린'

let server: Server
let analyst: Visitor
before(async () => {
  server = await startServer({ env: { DPG_POLICY_PEOPLE: String(PEOPLE) } })
  analyst = await signedIn(server, ANALYST)
})
after(() => server?.close())

const threshold = (single: number, couple: number): readonly Change[] => [
  { kind: 'parameter', parameter: 'basicPensionThreshold', path: 'single', value: single },
  { kind: 'parameter', parameter: 'basicPensionThreshold', path: 'couple', value: couple },
]
const HIGHER = threshold(2_600_000, 4_160_000)
const DAY = '2026-11-25'

const begin = (changes: readonly Change[], service = BASIC_PENSION, key?: string) =>
  analyst.post<PolicyRun>('/api/policy/runs', { service, changes, asOf: DAY }, key)

const finished = (id: string): Promise<PolicyRun & { readonly result: RunResult }> =>
  until(
    `the run ${id}`,
    async () => {
      const run = await analyst.get<PolicyRun>(`/api/policy/runs/${id}`)
      assert.notEqual(run.state, 'failed', JSON.stringify(run.failure))
      return run.result !== null && { ...run, result: run.result }
    },
    { withinMs: 240_000, everyMs: 500 },
  )

test('담당 공무원이 화면에서 기초연금 선정기준액을 올리고 스크립트 없이 전국의 결과를 본다', async () => {
  const home = await analyst.open('/policy')
  assert.match(home.text, /기초연금/)
  const start = await analyst.open(`/policy/new?service=${BASIC_PENSION}`)
  const form = start.view.forms.find(({ action }) => action === '/policy/runs')
  assert.equal(form?.fields['p.basicPensionThreshold/single'], '2,470,000')
  const shown = await analyst.fill(start, form!, {
    'p.basicPensionThreshold/single': '2,600,000',
    'p.basicPensionThreshold/couple': '4,160,000',
    'day-year': '2026',
    'day-month': '11',
    'day-day': '25',
  })
  const id = /\/policy\/runs\/([0-9a-f]{24})/.exec(shown.path)?.[1]
  assert.ok(id, shown.path)
  if (/계산하고 있습니다/.test(shown.text)) assert.equal(shown.headers.get('refresh'), '3')
  const { result } = await finished(id)
  const page = await analyst.open(`/policy/runs/${id}`)
  for (const words of ['2,470,000', '2,600,000', '지금 대상', '바꾼 뒤 대상', '서울특별시', '65~74세', '10분위', '여성', '가림'])
    assert.ok(page.text.includes(words), words)
  assert.match(page.text, /<svg/)
  assert.doesNotMatch(page.text, / style="/)
  assert.ok(result.after.eligible.value > result.before.eligible.value)
  const seoul = await analyst.open(`/policy/runs/${id}?sido=11&show=won`)
  assert.match(seoul.text, /관악구/)
})

test('같은 것을 물으면 같은 실험이고, 키를 두 번 보내도 한 번만 하며, 다시 계산하면 똑같다', async () => {
  const key = crypto.randomUUID()
  const [one, two] = await Promise.all([begin(HIGHER, BASIC_PENSION, key), begin(HIGHER, BASIC_PENSION, key)])
  assert.equal(one.id, two.id)
  assert.equal((await begin(HIGHER)).id, one.id)
  const other = await analyst.ask('/api/policy/runs', {
    json: { service: BASIC_PENSION, changes: threshold(2_700_000, 4_160_000) },
    key,
  })
  assert.equal(other.status, 409)
  const run = await finished(one.id)
  for (const name of ['release', 'rules', 'data', 'code'] as const) assert.match(run.inputs[name], /^sha256:[0-9a-f]{64}$/, name)
  await analyst.post(`/api/policy/runs/${run.id}/again`, {})
  const again = await until(
    'the comparison',
    async () => {
      const { standing } = await analyst.get<PolicyRun>(`/api/policy/runs/${run.id}`)
      return standing.again !== null && standing.again.at !== null && standing.again
    },
    { withinMs: 240_000, everyMs: 500 },
  )
  assert.deepEqual([again.isSame, again.isSameCode], [true, true])
})

test('결과는 앞뒤가 맞다: 어느 쪽으로 나누어도 합이 같고, 기준을 올리면 줄어드는 사람이 없고, 되돌리면 반대다', async () => {
  const { result } = await finished((await begin(HIGHER)).id)
  assert.equal(result.unit, 'person')
  assert.equal(result.sample.people, PEOPLE)
  assert.equal(result.losers.units?.value, 0)
  assert.ok(result.winners.units && result.winners.units.value >= result.difference.eligible.value)
  assert.ok(Math.abs(result.difference.won.value - (result.after.won.value - result.before.won.value)) < 1)
  // 기초연금법 제3조: 65세 이상의 70퍼센트쯤이 받게 정한 기준액이다.
  const old = result.by.age.filter(({ group }) => ['65-74', '75-84', '85+'].includes(group))
  const of = (side: 'before' | 'after') => old.reduce((sum, row) => sum + (row[side].eligible ?? 0), 0)
  const share = of('before') / old.reduce((sum, row) => sum + (row.all ?? 0), 0)
  assert.ok(share > 0.6 && share < 0.82, `${share}`)
  const fives = 5 * result.weight
  for (const [name, rows] of Object.entries(result.by)) {
    const sum = rows.reduce((total, row) => total + (row.before.eligible ?? 0), 0)
    assert.ok(Math.abs(sum - result.before.eligible.value) <= rows.length * fives, name)
    for (const row of rows)
      for (const value of [row.winners, row.losers, row.before.eligible, row.after.eligible])
        assert.ok(value === null || value === 0 || value >= fives - 1, `${name} ${row.group}: ${value} tells of fewer than five`)
  }
  const lower = await finished((await begin(threshold(2_000_000, 3_200_000))).id)
  assert.equal(lower.result.winners.units?.value, 0)
  assert.ok(lower.result.difference.won.value < 0)
  assert.deepEqual(lower.result.before, result.before)
})

test('기준의 식을 고치면 그 식으로 다시 판정한다', async () => {
  const { result } = await finished((await begin([{ kind: 'criterion', criterion: 'age', test: 'person.age >= 60' }])).id)
  const row = result.by.age.find(({ group }) => group === '60-64')
  assert.equal(row?.before.eligible, 0)
  assert.ok((row?.after.eligible ?? 0) > 0)
  const steps = await finished((await begin([{ kind: 'step', step: 'amount', be: 'floor to(fitted / 2, 10)' }])).id)
  assert.equal(steps.result.difference.eligible.value, 0)
  const ratio = steps.result.after.won.value / steps.result.before.won.value
  assert.ok(ratio > 0.49 && ratio < 0.51, `${ratio}`)
})

test('가구에 주는 급여는 가구를 세고, 표는 엑셀에서 그대로 열린다', async () => {
  const changes: readonly Change[] = [{ kind: 'parameter', parameter: 'livelihoodRatio', value: 35 }]
  const run = await finished((await begin(changes, 'WII000001410')).id)
  assert.equal(run.result.unit, 'household')
  const { status, headers, text } = await analyst.ask(`/api/policy/runs/${run.id}/csv`)
  assert.equal(status, 200)
  assert.match(headers.get('content-type') ?? '', /text\/csv/)
  assert.match(headers.get('content-disposition') ?? '', /attachment/)
  const lines = text.replace('\ufeff', '').split('\r\n')
  assert.ok(lines.some((line) => line.startsWith('시·도,서울특별시,')))
  assert.ok(lines.some((line) => line.startsWith('시·군·구,')))
  assert.ok(lines.some((line) => line.includes(run.inputs.code)))
  for (const line of lines) for (const cell of line.split(',')) assert.doesNotMatch(cell, /^[=+@]/)
})

test('잘못된 식, 없는 기준값, 틀린 종류는 자리와 고칠 방법을 말하며 거절한다', async () => {
  const wrong: readonly [Change | undefined, string, readonly RegExp[]][] = [
    [{ kind: 'criterion', criterion: 'age', test: 'person.agee >= 60' }, 'policy/broken-rule', [/age/, /person\.age를/]],
    [{ kind: 'criterion', criterion: 'age', test: 'person.age >=' }, 'policy/broken-rule', [/age/]],
    [{ kind: 'criterion', criterion: 'agee', test: 'true' }, 'policy/unknown-part', [/agee/, /age/]],
    [{ kind: 'step', step: 'amount', be: '"a lot"' }, 'policy/broken-rule', [/amount/]],
    [{ kind: 'parameter', parameter: 'basicPensionTreshold', value: 1 }, 'policy/unknown-parameter', [/basicPensionThreshold/]],
    [
      { kind: 'parameter', parameter: 'basicPensionThreshold', path: 'single', value: 'much' },
      'policy/wrong-value',
      [/single/, /들어갈 수 있는 것: 수/],
    ],
    [
      { kind: 'parameter', parameter: 'basicPensionThreshold', path: 'triple', value: 1 },
      'policy/wrong-value',
      [/triple/, /couple/],
    ],
    [{ kind: 'parameter', parameter: 'basicPensionStandard', value: 349_700 }, 'policy/nothing-changed', []],
  ]
  for (const [change, type, words] of wrong) {
    const { status, text, headers } = await analyst.ask('/api/policy/runs', {
      json: { service: BASIC_PENSION, changes: [change], asOf: DAY },
      key: crypto.randomUUID(),
    })
    assert.equal(status, 422, text)
    assert.match(headers.get('content-type') ?? '', /application\/problem\+json/)
    assert.ok(text.includes(`/problems/${type}`), text)
    for (const word of words) assert.match(text, word)
  }
  const start = await analyst.open(`/policy/new?service=${BASIC_PENSION}`)
  const form = start.view.forms.find(({ action }) => action === '/policy/runs')
  const answer = await analyst.ask('/policy/runs', {
    form: { ...form?.fields, 'p.basicPensionThreshold/single': '육백만', 'c.age': 'person.age >= 63' },
    headers: { accept: 'text/html' },
  })
  assert.equal(answer.status, 422)
  assert.match(answer.text, /숫자로 적어 주세요/)
  assert.ok(/육백만/.test(answer.text) && /person\.age (&gt;|>)= 63/.test(answer.text), 'what was typed is gone')
})

test('정책 분석 담당이 아니면 들어갈 수 없고, 없는 실험은 없다고 한다', async () => {
  const caseworker = await signedIn(server, '김하늘')
  assert.equal((await caseworker.ask('/policy', { headers: { accept: 'text/html' } })).status, 403)
  assert.equal((await visitor(server).ask('/api/policy/runs/0123456789abcdef01234567')).status, 401)
  assert.equal((await analyst.ask('/api/policy/runs/0123456789abcdef01234567')).status, 404)
})

test('전원이 나갔다 와도 실험은 남아 같은 주소에서 끝난다', async () => {
  const run = await begin(threshold(2_800_000, 4_480_000))
  await server.kill9()
  await server.restart()
  analyst = await signedIn(server, ANALYST)
  const { result } = await finished(run.id)
  assert.ok(result.difference.eligible.value > 0)
})
