import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OfficialId } from '@dpg/kernel'
import fc from 'fast-check'
import { BASIC_PENSION, DISABILITY_PENSION, realPack, serviceIn } from './testing/pack.ts'
import {
  allowedActions,
  type By,
  isProposal,
  type Process,
  reasonsOf,
  type Standing,
  startOf,
  stateOf,
  transition,
} from './transition.ts'

const pack = realPack()
const processes: readonly [string, Process][] = [...pack.services.values()].flatMap((service) => [
  [`${service.title.ko}`, service] as [string, Process],
  [`${service.title.ko} (두 사람)`, { ...service, fourEyes: !service.fourEyes }] as [string, Process],
])
const KIM = 'off_kim' as OfficialId
const LEE = 'off_lee' as OfficialId
const ACTORS: readonly By[] = [
  { kind: 'system' },
  { kind: 'applicant' },
  { kind: 'official', id: KIM, roles: ['caseworker'] },
  { kind: 'official', id: KIM, roles: ['caseworker', 'approver'] },
  { kind: 'official', id: LEE, roles: ['approver'] },
]
const begin = (process: Process): Standing => ({
  state: startOf(process).id,
  version: 1,
  extensions: 0,
  postponements: 0,
  proposal: null,
  isEntering: false,
})
const holds = () => true

/** Takes an allowed action and tells where that leads. */
function take(process: Process, at: Standing, by: By, action: string): Standing {
  const named = process.work!.actions.find((one) => one.id === action && one.from.includes(at.state))!
  const reasonCodes = reasonsOf(process, named)
    .slice(0, 1)
    .map(({ code }) => code)
  const step = transition(process, at, { action, version: at.version, by, reason: '까닭', reasonCodes, holds })
  return {
    state: step.to.id,
    version: at.version + 1,
    extensions: at.extensions + Number(step.effects.includes('extendClock')),
    postponements: at.postponements + Number(step.effects.includes('extendDeadline')),
    proposal:
      step.proposes && by.kind === 'official'
        ? { decision: step.decision!, by: by.id }
        : step.to.id === 'approval'
          ? at.proposal
          : null,
    isEntering: false,
  }
}

for (const [name, process] of processes)
  test(`${name}: 무엇을 어떤 순서로 하든 정의한 상태에만 있고, 끝난 것은 끝난 것이며, 판은 하나씩 오른다`, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(ACTORS.length - 1), fc.nat(30)), { maxLength: 40 }), (moves) => {
        let at = begin(process)
        for (const [who, pick] of moves) {
          const by = ACTORS[who]!
          const allowed = allowedActions(process, at, by, holds)
          if (stateOf(process, at.state).end) assert.deepEqual(allowed, [], at.state)
          if (allowed.length === 0) continue
          const next = take(process, at, by, allowed[pick % allowed.length]!.id)
          assert.equal(next.version, at.version + 1)
          assert.ok(stateOf(process, next.state))
          assert.ok(next.extensions <= (process.clock?.extension?.count ?? 0), 'extended more often than the law allows')
          at = next
        }
      }),
      { numRuns: 150 },
    )
  })

test('닿을 수 있는 모든 상태에서 누군가는 끝에 이를 수 있다', () => {
  for (const [name, process] of processes) {
    const seen = new Map<string, Standing>([[startOf(process).id, begin(process)]])
    const leads = new Map<string, Set<string>>()
    for (const at of seen.values()) {
      for (const by of ACTORS)
        for (const action of allowedActions(process, at, by, holds)) {
          const next = take(process, at, by, action.id)
          leads.set(at.state, (leads.get(at.state) ?? new Set()).add(next.state))
          if (!seen.has(next.state)) seen.set(next.state, next)
        }
    }
    const ends = new Set([...seen.keys()].filter((id) => stateOf(process, id).end))
    for (let grew = true; grew; ) {
      grew = false
      for (const [from, to] of leads) if (!ends.has(from) && [...to].some((id) => ends.has(id))) grew = Boolean(ends.add(from))
    }
    assert.deepEqual(
      [...seen.keys()].filter((id) => !ends.has(id)),
      [],
      name,
    )
    if (!process.fourEyes) assert.ok(!seen.has('approval'), `${name} enters approval though one official decides`)
  }
})

test('두 사람이 보는 급여는 한 사람의 손으로 끝나지 않는다', () => {
  const process = serviceIn(pack, DISABILITY_PENSION)
  const kim: By = { kind: 'official', id: KIM, roles: ['caseworker', 'approver'] }
  const review = { ...begin(process), state: 'review' }
  const proposed = transition(process, review, { action: 'grant', version: 1, by: kim, reason: '요건에 맞음', holds })
  assert.equal(proposed.to.id, 'approval')
  assert.ok(proposed.proposes && isProposal(process, proposed.action))
  assert.deepEqual(proposed.effects, [])
  const waiting = { ...review, state: 'approval', proposal: { decision: 'grant', by: KIM } }
  assert.throws(() => transition(process, waiting, { action: 'approve-grant', version: 1, by: kim, holds }), {
    type: 'casework/same-official',
  })
  const lee: By = { kind: 'official', id: LEE, roles: ['approver'] }
  assert.equal(transition(process, waiting, { action: 'approve-grant', version: 1, by: lee, holds }).to.id, 'granted')
  assert.throws(() => transition(process, waiting, { action: 'approve-refusal', version: 1, by: lee, holds }), {
    type: 'casework/action-not-allowed',
  })
})

test('낡은 화면에서 누른 것, 할 수 없는 일, 까닭 없는 거절은 받지 않는다', () => {
  const process = serviceIn(pack, BASIC_PENSION)
  const by: By = { kind: 'official', id: KIM, roles: ['caseworker'] }
  const review = { ...begin(process), state: 'review', version: 7 }
  assert.throws(() => transition(process, review, { action: 'grant', version: 6, by, reason: 'x', holds }), {
    type: 'casework/stale-version',
    values: { expected: 6, found: 7 },
  })
  assert.throws(() => transition(process, review, { action: 'approve-grant', version: 7, by, holds }), {
    type: 'casework/action-not-allowed',
  })
  assert.throws(() => transition(process, review, { action: 'grant', version: 7, by, holds }), { type: 'casework/reason-needed' })
  assert.throws(() => transition(process, review, { action: 'refuse', version: 7, by, reason: '그냥', holds }), {
    type: 'casework/reason-needed',
  })
  assert.throws(() => transition(process, review, { action: 'refuse', version: 7, by, reasonCodes: ['nonsense'], holds }), {
    type: 'casework/reason-needed',
  })
  assert.equal(transition(process, review, { action: 'refuse', version: 7, by, reasonCodes: ['income'], holds }).to.id, 'refused')
  assert.throws(() => transition(process, review, { action: 'withdraw', version: 7, by, holds }), {
    type: 'casework/action-not-allowed',
  })
})

test('보완 기한은 두 번까지만 늦출 수 있고, 조건이 붙은 일은 조건이 참일 때만 할 수 있다', () => {
  const process = serviceIn(pack, BASIC_PENSION)
  const supplement = { ...begin(process), state: 'supplement' }
  const ids = (at: Standing) => allowedActions(process, at, { kind: 'applicant' }, holds).map(({ id }) => id)
  assert.ok(ids({ ...supplement, postponements: 1 }).includes('extend-supplement'))
  assert.ok(!ids({ ...supplement, postponements: 2 }).includes('extend-supplement'))
  const guarded: Process = {
    ...process,
    work: {
      ...process.work!,
      actions: process.work!.actions.map((one) => (one.id === 'supply' ? { ...one, guard: 'person.age >= 65' } : one)),
    },
  }
  const asked: string[] = []
  assert.ok(
    !allowedActions(guarded, supplement, { kind: 'applicant' }, (feel) => asked.push(feel) < 0).some(({ id }) => id === 'supply'),
  )
  assert.deepEqual(asked, ['person.age >= 65'])
})
