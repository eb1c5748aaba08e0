import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Deed } from './contract.ts'
import { DEEDS, deedsOf, type Filed, standingOf, type Step, whyNot } from './rule.ts'

const open: Filed = { agency: 'A', holder: 'B', confirmer: null, decides: [], answerBy: '2026-12-28' }
const personal: Filed = { ...open, confirmer: 'P', decides: ['personal-data'] }
const step = (deed: Deed, on: string, exception: string | null = null): Step => ({
  ...{ deed, on, exception, reviewer: DEEDS[deed].isRefusal ? 'R' : null },
  dueOn: deed === 'appeal' ? '2027-02-01' : DEEDS[deed].isRefusal ? '2027-01-31' : null,
})
const at = (filed: Filed, today: string, ...steps: Step[]) => standingOf(filed, steps, today)

test('가진 기관이 기한의 마지막 날까지 답하지 않으면 다음 날 동의한 것이 되고, 그 뒤에는 거절하지 못한다', () => {
  assert.deepEqual(at(open, '2026-12-28'), { state: 'open', turn: 'B', dueOn: '2026-12-28', isSilent: false })
  assert.deepEqual(at(open, '2026-12-29'), { state: 'granted', turn: null, dueOn: null, isSilent: true })
  assert.equal(whyNot(open, [], '2026-12-29', 'refuse', 'B'), 'too-late')
})

test('개인정보는 가진 기관의 침묵도 동의도 위원회로 넘어갈 뿐이고, 위원회의 침묵은 아무것도 열지 않는다', () => {
  assert.deepEqual(at(personal, '2026-12-29'), { state: 'confirming', turn: 'P', dueOn: null, isSilent: true })
  assert.equal(at(personal, '2036-12-29').state, 'confirming')
  assert.equal(at(personal, '2026-12-01', step('grant', '2026-12-01')).state, 'confirming')
  assert.equal(at(personal, '2027-03-01', step('confirm', '2027-03-01')).state, 'granted')
  assert.equal(whyNot(personal, [], '2026-12-29', 'confirm', 'B'), 'not-your-turn')
})

test('개인정보라는 까닭은 위원회가 판단하고, 다른 예외는 가진 기관이 거절한다', () => {
  assert.equal(at(personal, '2026-12-02', step('refuse', '2026-12-02', 'personal-data')).turn, 'P')
  const refused = at(personal, '2026-12-02', step('refuse', '2026-12-02', 'secret-by-law'))
  assert.deepEqual([refused.state, refused.turn, refused.dueOn], ['refused', 'A', '2027-01-31'])
})

test('이의는 다른 기관이 심사하고, 뒤집혀도 위원회의 동의를 건너뛰지 못한다', () => {
  const refused = [step('refuse', '2026-12-02', 'secret-by-law')]
  assert.deepEqual(deedsOf(open, refused, '2026-12-03', 'A'), ['appeal'])
  assert.equal(whyNot(open, refused, '2027-02-01', 'appeal', 'A'), 'too-late')
  const appealed = [...refused, step('appeal', '2026-12-03')]
  assert.deepEqual(deedsOf(open, appealed, '2026-12-04', 'B'), [])
  assert.deepEqual(deedsOf(open, appealed, '2026-12-04', 'R'), ['uphold', 'overturn'])
  const overturned = [...appealed, step('overturn', '2026-12-10')]
  assert.equal(at(open, '2026-12-10', ...overturned).state, 'granted')
  assert.equal(at(personal, '2026-12-10', ...overturned).state, 'confirming')
  assert.deepEqual(deedsOf(open, [...appealed, step('uphold', '2026-12-10')], '2026-12-11', 'A'), [])
})

test('무엇을 어떤 순서로 하든: 위원회가 있으면 위원회의 동의로만 열리고, 거절은 예외를 밝힌 거절에서만 나온다', () => {
  const parties = ['A', 'B', 'P', 'R']
  const deeds = Object.keys(DEEDS) as Deed[]
  const wishes = fc.array(
    fc.record({ deed: fc.constantFrom(...deeds), agency: fc.constantFrom(...parties), days: fc.nat(40), ground: fc.boolean() }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(fc.constantFrom(open, personal), wishes, (filed, wanted) => {
      const steps: Step[] = []
      let day = Temporal.PlainDate.from('2026-11-26')
      for (const { deed, agency, days, ground } of wanted) {
        day = day.add({ days })
        if (whyNot(filed, steps, day.toString(), deed, agency) !== undefined) continue
        const exception = DEEDS[deed].isRefusal ? (ground ? 'personal-data' : 'secret-by-law') : null
        steps.push({ ...step(deed, day.toString(), exception), dueOn: day.add({ days: 30 }).toString() })
      }
      const { state, isSilent } = standingOf(filed, steps, day.toString())
      const has = (...wantedDeeds: Deed[]) => steps.some(({ deed }) => wantedDeeds.includes(deed))
      if (state === 'granted') assert.ok(filed.confirmer === null ? isSilent || has('grant', 'overturn') : has('confirm'))
      if (state === 'refused' || state === 'upheld') assert.ok(has('refuse', 'decline'))
    }),
    { numRuns: 300 },
  )
})
