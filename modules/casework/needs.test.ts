import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applies, asksFor, isRegisterNeed, needsOf } from './needs.ts'
import { BASIC_PENSION, EXTRACT, realPack, serviceIn } from './testing/pack.ts'
import { nextAction } from './next-action.ts'
import { wayThrough } from './screens.ts'
import type { Assessment } from './case-file.ts'

const pack = realPack()
const pension = serviceIn(pack, BASIC_PENSION)

test('한 법과 한 동의로 묻는 것은 한 번에 묻고, 따로 동의하는 것은 그 법으로만 묻는다', () => {
  const asks = asksFor(needsOf(pension).filter(isRegisterNeed), pension, pack)
  assert.equal(new Set(asks.map(({ law }) => law)).size, asks.length)
  const laws = (fact: string) => asks.filter(({ facts }) => facts.includes(fact)).map(({ law }) => law)
  assert.deepEqual(laws('household.basicPensionDebt'), ['기초연금법 제12조제1항'])
  assert.ok(
    asks.flatMap(({ facts }) => facts).every((fact) => pack.facts.get(fact)?.register),
    'only what a register holds',
  )
})

test('관할을 알아야 하는데 아무것도 묻지 않으면 사는 곳을 묻는다', () => {
  assert.deepEqual(needsOf(serviceIn(pack, EXTRACT)).at(-1)?.facts, ['person.eupmyeondong'])
  assert.ok(!needsOf(pension).some(({ id }) => id === 'jurisdiction'))
})

test('모르는 것은 "아니오"가 아니다', () => {
  const need = needsOf(pension).find(({ id }) => id === 'spouse-pension')!
  assert.deepEqual(
    [applies(need, () => true), applies(need, () => false), applies(need, () => undefined)],
    [true, false, undefined],
  )
  const ids = (married: boolean | undefined) => wayThrough(pension, () => married).screens.map(({ id }) => id)
  assert.ok(ids(true).includes('spouse-consent'))
  assert.ok(!ids(undefined).includes('spouse-consent'))
})

test('사람 없이 결정하는 것은 법이 정한 서비스에서, 다 갖추어지고 분명할 때뿐이다', () => {
  const settled = { state: 'fetched' as const, failure: null, registers: [], since: null, tries: 0, nextTryAt: null }
  const assessment = (outcome: Assessment['outcome']): Assessment => ({
    asOf: '2026-11-25',
    outcome,
    criteria: [],
    missing: [],
    amount: null,
  })
  const next = (definition: typeof pension, outcome: Assessment['outcome'], state: 'fetched' | 'officer' = 'fetched') =>
    nextAction(
      { definition, row: { state: 'gathering' } as never, contents: { needs: { a: { ...settled, state } } } as never },
      assessment(outcome),
      () => true,
    )?.id
  const extract = serviceIn(pack, EXTRACT)
  assert.deepEqual(
    [next(extract, 'eligible'), next(extract, 'ineligible'), next(extract, 'unknown'), next(extract, 'eligible', 'officer')],
    ['issue', 'refuse-automatically', 'refer', 'refer'],
  )
  const careful = { ...extract, privacy: { ...extract.privacy, automatedDecision: false } }
  assert.deepEqual([next(careful, 'eligible'), next({ ...extract, fourEyes: true }, 'eligible')], ['refer', 'refer'])
  assert.deepEqual([next(pension, 'eligible'), next(pension, 'ineligible')], ['complete', 'complete'])
})

test('갈림길과 나가는 곳이 있는 서식은 그 길로만 간다', () => {
  const screen = (id: string, more: object = {}) => ({
    id,
    kind: 'question',
    title: { ko: id },
    text: null,
    fields: [],
    showWhen: null,
    branch: [],
    exit: null,
    declarations: [],
    each: null,
    ...more,
  })
  const form = {
    form: {
      screens: [
        screen('a', { branch: [{ when: 'toC', to: 'c' }] }),
        screen('b', { exit: { when: 'out', says: { ko: '여기까지' } } }),
        screen('c', { branch: [{ when: 'back', to: 'a' }] }),
      ],
    },
  } as never
  const ids = (...holds: string[]) => wayThrough(form, (feel) => holds.includes(feel)).screens.map(({ id }) => id)
  assert.deepEqual(
    [ids(), ids('toC'), ids('out'), ids('back')],
    [
      ['a', 'b', 'c'],
      ['a', 'c'],
      ['a', 'b'],
      ['a', 'b', 'c'],
    ],
  )
  assert.equal(wayThrough(form, (feel) => feel === 'out').exit?.screen, 'b')
})
