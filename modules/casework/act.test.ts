import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { CaseId } from '@dpg/kernel'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import type { AttachmentId } from './contract.ts'
import { casework as info } from './index.ts'
import { BASIC_PENSION, DISABILITY_PENSION } from './testing/pack.ts'
import { applyForPension, doing, newKey, PENSION_ANSWERS, type Setup, setUp } from './testing/set-up.ts'
import { CHOI, HANEUL, KIM, LEE, official, PARK, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  clock.set('2026-11-25T01:00:00Z')
  db.queued.length = 0
})

async function inReview(service = BASIC_PENSION): Promise<Setup & { id: CaseId; version: () => Promise<number> }> {
  const setup = setUp(db, clock)
  const { casework } = setup
  const answers = service === DISABILITY_PENSION ? { ...PENSION_ANSWERS } : PENSION_ANSWERS
  const { id } =
    service === BASIC_PENSION
      ? await applyForPension(setup)
      : await casework.submit(resident(), { key: newKey(), service, answers, declarations: ['finance', 'truth', 'duty'] }, 'ko')
  await setup.runJobs()
  return { ...setup, id, version: async () => (await casework.case(resident(), id, 'ko')).version }
}

test('두 사람이 보는 급여: 낸 사람은 스스로 승인하지 못하고, 다른 담당자가 승인해야 결정이 된다', async () => {
  const { casework, world, id, version } = await inReview(DISABILITY_PENSION)
  const proposed = await casework.act(official(KIM), id, doing('grant', await version(), { reason: '요건에 맞음' }), 'ko')
  assert.deepEqual([proposed.state, proposed.decision], ['approval', null])
  assert.equal(world.issued.length, 0)
  await assert.rejects(casework.act(official(KIM), id, doing('approve-grant', proposed.version), 'ko'), {
    type: 'casework/same-official',
  })
  const seen = await casework.officerCase(official(LEE), id, 'ko')
  assert.deepEqual(seen.proposal, { decision: 'grant', by: '김담당', reason: '요건에 맞음' })
  assert.deepEqual(
    seen.actions.map(({ id: action }) => action),
    ['approve-grant', 'send-back'],
  )
  assert.equal((await casework.workList(official(LEE), { show: 'approval', limit: 10, offset: 0 }, 'ko')).items[0]?.id, id)
  const back = await casework.act(official(LEE), id, doing('send-back', seen.version, { reason: '소득을 다시 봐 주세요' }), 'ko')
  assert.equal(back.state, 'review')
  const again = await casework.act(official(KIM), id, doing('grant', back.version, { reason: '다시 확인함' }), 'ko')
  const approved = await casework.act(official(LEE), id, doing('approve-grant', again.version), 'ko')
  assert.deepEqual(
    [approved.state, approved.decision?.decidedBy, approved.decision?.note],
    ['granted', '김담당, 이결재', '다시 확인함'],
  )
  assert.equal(world.issued.length, 1)
})

test('낡은 판으로 한 일은 받지 않고, 같은 열쇠로 두 번 한 일은 한 번이다', async () => {
  const { casework, world, id, version } = await inReview()
  const stale = (await version()) - 1
  await assert.rejects(casework.act(official(KIM), id, doing('grant', stale, { reason: '예' }), 'ko'), {
    type: 'casework/stale-version',
  })
  const once = doing('grant', await version(), { reason: '예' })
  const [first, second] = await Promise.all([
    casework.act(official(KIM), id, once, 'ko'),
    casework.act(official(KIM), id, once, 'ko'),
  ])
  assert.equal(first.version, second.version)
  assert.equal(world.sent.filter(({ key }) => key.includes('decided')).length, 1)
  assert.equal(world.issued.length, 1)
  await assert.rejects(casework.act(official(KIM), id, { ...once, action: 'refuse' }, 'ko'), {
    type: 'casework/key-used-for-another',
  })
  await assert.rejects(casework.act(official(KIM), id, doing('refuse', first.version, { reasonCodes: ['income'] }), 'ko'), {
    type: 'casework/action-not-allowed',
  })
})

test('보완을 요구하면 시계가 멈추고, 내면 그만큼 늦춰져 다시 간다', async () => {
  const { casework, world, id, version } = await inReview()
  const before = (await casework.case(resident(), id, 'ko')).clock.dueAt
  assert.equal(before?.slice(0, 10), '2026-12-28')
  const ask = {
    reason: '통장 이름이 다릅니다',
    form: { items: '- 통장 사본 [여기](http://evil)\n- <b>위임장</b>', dueOn: '2026-12-04' },
  }
  await assert.rejects(
    casework.act(
      official(KIM),
      id,
      doing('request-supplement', await version(), { ...ask, form: { items: 'x', dueOn: '2026-11-01' } }),
      'ko',
    ),
    { type: 'casework/invalid-answers' },
  )
  const asked = await casework.act(official(KIM), id, doing('request-supplement', await version(), ask), 'ko')
  assert.deepEqual(
    [asked.state, asked.clock.state, asked.clock.dueAt, asked.needsApplicant],
    ['supplement', 'paused', null, true],
  )
  assert.deepEqual(asked.supplement?.until, '2026-12-04')
  const paper = { name: '통장.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7\n1 0 obj') }
  await casework.attach(resident(), { case: id }, 'supplement', paper)
  const letter = world.sent.at(-1)!
  assert.equal(letter.values.ko['supplementBy'], '2026년 12월 4일')
  assert.ok(letter.legal?.requireRead && !/[<[]/.test(letter.values.ko['items']!), 'neither tags nor links in a letter')

  clock.set('2026-12-01T01:00:00Z')
  const view = await casework.case(resident(), id, 'ko')
  assert.deepEqual(
    view.actions.map(({ id: action }) => action),
    ['supply', 'extend-supplement', 'withdraw'],
  )
  const put = await casework.act(
    resident(),
    id,
    doing('extend-supplement', view.version, { form: { dueOn: '2026-12-10' } }),
    'ko',
  )
  assert.equal(put.supplement?.until, '2026-12-10')
  const supplied = await casework.act(resident(), id, doing('supply', put.version, { form: { items: '냈습니다' } }), 'ko')
  assert.deepEqual([supplied.state, supplied.clock.state, supplied.supplement], ['review', 'running', null])
  const { uploads } = await casework.officerCase(official(KIM), id, 'ko')
  assert.deepEqual(
    uploads.filter(({ need }) => need === 'supplement').map(({ title, files }) => [title, files.map(({ name }) => name)]),
    [['담당자가 내 달라고 한 것', ['통장.pdf']]],
  )
  // Six of the thirty days, 26 November to 1 December, do not count: 25 December becomes the 31st.
  assert.equal(supplied.clock.dueAt?.slice(0, 10), '2026-12-31')
})

test('보완 기한이 지나면 한 번 적히고 한 번 알리며, 담당자가 다시 요구하거나 돌려줄 수 있다', async () => {
  const { casework, world, id, version, sweep, runJobs } = await inReview()
  await casework.act(
    official(KIM),
    id,
    doing('request-supplement', await version(), { reason: '까닭', form: { items: '통장 사본' } }),
    'ko',
  )
  clock.set('2026-12-10T01:00:00Z')
  for (let time = 0; time < 3; time++) {
    await sweep()
    await runJobs()
    clock.set(clock.now().add({ minutes: 5 }).toString())
  }
  const late = await casework.case(resident(), id, 'ko')
  assert.equal(late.events.filter(({ what }) => what === '보완 기한이 지났습니다').length, 1)
  assert.equal(world.sent.filter(({ key }) => key.includes('supplement-late')).length, 1)
  const reminded = await casework.act(
    official(KIM),
    id,
    doing('remind-supplement', late.version, { form: { dueOn: '2026-12-20' } }), // a Sunday
    'ko',
  )
  assert.deepEqual([reminded.supplement?.items, reminded.supplement?.until], ['통장 사본', '2026-12-21'])
  const returned = await casework.act(
    official(KIM),
    id,
    doing('return', reminded.version, { reasonCodes: ['not-completed'] }),
    'ko',
  )
  assert.deepEqual([returned.state, returned.decision?.outcome], ['returned', 'return'])
  assert.match(world.sent.at(-1)!.values.ko['verification']!, /^0000-/)
})

test('처리기간은 한 번만, 까닭을 적어 늘리고 새 날을 알린다', async () => {
  const { casework, world, id, version } = await inReview()
  await assert.rejects(casework.act(official(KIM), id, doing('extend', await version()), 'ko'), {
    type: 'casework/reason-needed',
  })
  const extended = await casework.act(
    official(KIM),
    id,
    doing('extend', await version(), { reason: '재산을 더 알아보아야 합니다' }),
    'ko',
  )
  assert.deepEqual([extended.clock.extensions, extended.clock.dueAt?.slice(0, 10)], [1, '2027-01-25'])
  assert.deepEqual(
    [world.sent.at(-1)!.values.ko['dueOn'], world.sent.at(-1)!.values.ko['newDueOn']],
    ['2026년 12월 28일', '2027년 1월 25일'],
  )
  await assert.rejects(casework.act(official(KIM), id, doing('extend', extended.version, { reason: '더' }), 'ko'), {
    type: 'casework/action-not-allowed',
  })
})

test('다른 기관의 담당자는 보지도 하지도 못하고, 보려 한 일이 본인의 기록에 남는다', async () => {
  const { casework, world, id, version } = await inReview()
  const at = await version()
  for (const attempt of [
    () => casework.officerCase(official(PARK), id, 'ko'),
    () => casework.act(official(PARK), id, doing('grant', at, { reason: '예' }), 'ko'),
    () => casework.assign(official(PARK), id, PARK),
  ])
    await assert.rejects(attempt, { type: 'casework/case-not-found' })
  const refused = world.looks.filter(({ use }) => use === 'refuse')
  assert.deepEqual(
    refused.map(({ subject, actor, case: about }) => [subject, actor.name, about]),
    Array(3).fill([HANEUL, '박세종', id]),
  )
  assert.equal(
    (await casework.workList(official(PARK), { show: 'open', limit: 100, offset: 0 }, 'ko')).items.some((item) => item.id === id),
    false,
  )
  await assert.rejects(casework.case(resident('per_01900000-0000-7000-8000-0000000000ff' as never, '이웃'), id, 'ko'), {
    type: 'casework/case-not-found',
  })
})

test('맡아 처리하거나 결재하는 역할이 없으면 같은 기관이어도 보지도 하지도 맡지도 못한다', async () => {
  const { casework, id, version } = await inReview()
  const at = await version()
  const lost = { ...official(CHOI), official: { ...official(CHOI).official!, roles: ['caseworker'] } }
  for (const principal of [official(CHOI), lost])
    for (const attempt of [
      () => casework.workList(principal, { show: 'open', limit: 10, offset: 0 }, 'ko'),
      () => casework.officerCase(principal, id, 'ko'),
      () => casework.attachment(principal, id, 'att_01900000-0000-7000-8000-000000000001' as AttachmentId),
      () => casework.act(principal, id, doing('grant', at, { reason: '예' }), 'ko'),
      () => casework.assign(principal, id, KIM),
    ])
      await assert.rejects(attempt, { type: 'kernel/not-allowed', status: 403 })
  await assert.rejects(casework.assign(official(KIM), id, CHOI), { type: 'casework/action-not-allowed' })
  await casework.assign(official(KIM), id, LEE)
})

test('담당자가 볼 때마다 무엇을 보았는지 본인이 읽을 수 있게 남는다', async () => {
  const { casework, world, id } = await inReview()
  await casework.officerCase(official(KIM), id, 'ko')
  const look = world.looks.at(-1)!
  assert.deepEqual(
    [look.use, look.actor.name, look.actor.agency, look.case, look.subject],
    ['view', '김담당', '3000000', id, HANEUL],
  )
  assert.ok(look.facts.includes('person.birthDate') && look.facts.includes('person.bankAccount') && look.law !== '')
})

test('다른 기관으로 보내면 그 기관이 처음부터 이어받는다', async () => {
  const { casework, id, version, runJobs } = await inReview()
  await assert.rejects(
    casework.act(official(KIM), id, doing('transfer', await version(), { reason: '이사함', form: { office: '99999' } }), 'ko'),
    { type: 'casework/invalid-answers' },
  )
  await casework.act(
    official(KIM),
    id,
    doing('transfer', await version(), { reason: '이사함', form: { office: '세종특별자치시' } }),
    'ko',
  )
  await runJobs()
  const seen = await casework.officerCase(official(PARK), id, 'ko')
  assert.deepEqual([seen.state, seen.office.code], ['review', '36110'])
  await assert.rejects(casework.officerCase(official(KIM), id, 'ko'), { type: 'casework/case-not-found' })
})

test('거절에는 목록의 이유가 있어야 하고, 이유와 법과 불복하는 길이 사람에게 간다', async () => {
  const { casework, world, id, version } = await inReview()
  await assert.rejects(casework.act(official(KIM), id, doing('refuse', await version(), { reason: '안 됩니다' }), 'ko'), {
    type: 'casework/reason-needed',
  })
  const refused = await casework.act(
    official(KIM),
    id,
    doing('refuse', await version(), { reasonCodes: ['income'], reason: '예금이 더 있었습니다' }),
    'ko',
  )
  assert.deepEqual(
    refused.decision?.reasons.map(({ code, law }) => [code, law]),
    [['income', '기초연금법 제3조제1항']],
  )
  assert.equal(refused.decision?.amount, null)
  const document = JSON.stringify(world.issued[0]?.documents)
  for (const words of ['소득인정액이 선정기준액을 넘습니다', '예금이 더 있었습니다', '행정심판', '김담당', 'Refused'])
    assert.ok(document.includes(words), words)
  const [{ n }] = (await db.query<{ n: number }>('select count(*)::int as n from casework.payment_orders where case_id = $1', [
    id,
  ])) as [{ n: number }]
  assert.equal(n, 0)
})

test('신청인은 결정 전에 거둘 수 있고, 담당자의 일은 하지 못한다', async () => {
  const { casework, world, id, version } = await inReview()
  await assert.rejects(casework.act(resident(), id, doing('grant', await version(), { reason: '나에게' }), 'ko'), {
    type: 'casework/action-not-allowed',
  })
  const gone = await casework.act(resident(), id, doing('withdraw', await version()), 'ko')
  assert.deepEqual([gone.state, gone.isEnded], ['withdrawn', true])
  assert.match(world.sent.at(-1)!.letter.ko.subject, /새 소식/)
  assert.equal(world.sent.at(-1)!.values.ko['service'], '기초연금')
})

test('처리기간이 끝나 가거나 지나면 한 번씩 적힌다', async () => {
  const { casework, id, sweep, runJobs } = await inReview()
  for (const at of ['2026-12-15T02:00:00Z', '2026-12-22T02:00:00Z', '2026-12-29T02:00:00Z', '2026-12-29T03:00:00Z']) {
    clock.set(at)
    await sweep()
    await runJobs()
  }
  const view = await casework.case(resident(), id, 'ko')
  assert.deepEqual(view.events.map(({ what }) => what).slice(-3), [
    '처리기간이 얼마 남지 않았습니다',
    '처리기간이 얼마 남지 않았습니다',
    '처리기간이 지났습니다',
  ])
  assert.equal(view.clock.isOverdue, true)
})
