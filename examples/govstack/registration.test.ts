import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer } from './answer.ts'
import names from './names.json' with { type: 'json' }
import type { Platform, Said } from './platform.ts'
import { registration } from './registration.ts'

const CASE = 'case_01980000-0000-7000-8000-000000000001'
const SERVICE = {
  id: 'move-in-report',
  title: { en: 'Report of a Move' },
  version: '1.0.0',
  status: 'active',
  canApply: true,
  form: {
    screens: [
      { fields: ['person.moveKind'], declarations: [] },
      { fields: [], declarations: [{ id: 'truth', says: { en: 'It is true' } }] },
    ],
  },
  decisions: [
    { code: 'grant', reasons: [] },
    { code: 'refuse', reasons: [{ code: 'late' }] },
  ],
  work: {
    states: [{ id: 'review' }, { id: 'accepted', decision: 'grant' }, { id: 'refused', decision: 'refuse' }, { id: 'withdrawn' }],
    actions: [
      { id: 'gather', from: ['submitted'], actor: 'system', decision: null, reason: false, form: [] },
      { id: 'transfer', from: ['submitted'], actor: 'officer', decision: null, reason: true, form: [] },
      { id: 'accept', from: ['review'], actor: 'officer', decision: 'grant', reason: false, form: [] },
      { id: 'refuse', from: ['review'], actor: 'officer', decision: 'refuse', reason: true, form: [] },
    ],
  },
}
const of = (state: string, more: object = {}) => ({
  id: CASE,
  service: { id: 'move-in-report' },
  state,
  stateTitle: state,
  submittedAt: '2026-11-26T01:00:00Z',
  decidedAt: null,
  isEnded: false,
  version: 4,
  ...more,
})

interface World {
  readonly open?: readonly object[]
  readonly ended?: readonly object[]
  readonly view?: object
  /** What a post is answered with. */
  readonly post?: (path: string) => Said
}
type Posted = readonly [path: string, body: object, cookie: string, key: string | undefined]

/** A platform of one service and an office, that notes what was posted to it. */
function world({ open = [], ended = [], view, post = () => ({ status: 200, body: {} }) }: World) {
  const posted: Posted[] = []
  const lists: Readonly<Record<string, readonly object[]>> = { open, ended }
  const get = (path: string): Said => {
    const { pathname, searchParams } = new URL(path, 'http://platform')
    const answers: Readonly<Record<string, unknown>> = {
      '/api/services/move-in-report': SERVICE,
      '/api/services': { items: [SERVICE, { id: 'elsewhere', canApply: false }] },
      '/api/facts': {
        items: [{ id: 'person.moveKind', type: 'string', title: { en: 'How' }, values: { join: {} } }, { id: 'person.name' }],
      },
      '/api/identity/session': { name: '김하늘', permissions: ['official', 'caseworker'] },
      '/api/work': { items: lists[searchParams.get('show') ?? ''] ?? [] },
      '/api/cases': { items: open },
      [`/api/cases/${CASE}`]: view,
      [`/api/work/${CASE}`]: view,
    }
    const body = answers[pathname]
    return body === undefined ? { status: 404, body: {} } : { status: 200, body }
  }
  const platform: Platform = {
    get: async (path) => get(path),
    post: async (path, body, cookie, key) => {
      posted.push([path, body, cookie, key])
      return post(path)
    },
    signInAs: async (persona) => persona,
  }
  const answering = registration(platform)
  const [client] = Object.keys(names.offices)
  const ask = async (call: string, body: object = {}, from: string | undefined = client): Promise<Answer> => {
    const [method = '', address = ''] = call.split(' ')
    const { pathname, searchParams } = new URL(address, 'http://adapter')
    const sent = { client: from, body: body as Readonly<Record<string, unknown>> }
    return (await answering(method, pathname.split('/').filter(Boolean), searchParams, sent))!
  }
  return { ask, posted }
}
const bodyOf = async <T>(answer: Promise<Answer>): Promise<T> => (await answer).body as T
const [APPLICANT = '', PERSON] = Object.entries(names.applicants)[0]!

test('services are those that one can apply for, and their form asks what only the applicant can say', async () => {
  const { ask } = world({})
  const listed = await bodyOf<{ id: string }[]>(ask('GET /services'))
  assert.deepEqual(
    listed.map(({ id }) => id),
    ['move-in-report'],
  )
  assert.deepEqual(await bodyOf(ask('GET /services?name=Zero%20Hunger')), [])
  const { schema } = await bodyOf<{ schema: { properties: Record<string, unknown> } }>(ask('GET /eForms/move-in-report'))
  assert.deepEqual(Object.keys(schema.properties), ['person.moveKind', 'declarations'])
  assert.equal((await ask('GET /services/nothing')).status, 404)
})

test('an application is made by the person themselves, with what was handed in', async () => {
  const { ask, posted } = world({ view: of('submitted'), post: () => ({ status: 201, body: { id: CASE } }) })
  const data = { 'person.moveKind': 'join', declarations: ['truth'] }
  const made = await bodyOf<{ fileId: string; applicationData: { applicantId: string } }>(
    ask('POST /services/move-in-report/applications', { applicantId: APPLICANT, formData: { data } }),
  )
  assert.deepEqual([made.fileId, made.applicationData.applicantId], [CASE, APPLICANT])
  const application = { service: 'move-in-report', answers: { 'person.moveKind': 'join' }, declarations: ['truth'] }
  assert.deepEqual(posted[0]!.slice(0, 3), ['/api/cases', application, PERSON])
})

test('who is not named cannot apply, and what the platform refuses stays refused', async () => {
  const { ask, posted } = world({ post: () => ({ status: 422, body: { type: 'casework/invalid-answers' } }) })
  assert.equal((await ask('POST /services/move-in-report/applications', { applicantId: 'somebody' })).status, 403)
  assert.equal((await ask('POST /services/move-in-report/applications')).status, 400)
  assert.equal((await ask('POST /services/nothing/applications', { applicantId: APPLICANT })).status, 404)
  assert.equal(posted.length, 0)
  assert.equal((await ask('POST /services/move-in-report/applications', { applicantId: APPLICANT })).status, 422)
})

test('only an office that is known sees applications; what an applicant has said is not rewritten, files are not taken', async () => {
  const { ask, posted } = world({ open: [of('review')], view: of('review') })
  assert.equal((await ask('GET /applications', {}, 'eGovStack/GOV/1/stranger')).status, 403)
  const listed = await bodyOf<{ fileId: string; status: object }[]>(ask('GET /applications'))
  assert.deepEqual([listed[0]!.fileId, listed[0]!.status], [CASE, { code: 'PENDING', title: 'review' }])
  assert.deepEqual(await bodyOf(ask('GET /applications?serviceId=nothing')), [])
  assert.deepEqual(await bodyOf(ask('GET /applications?applicantId=nobody')), [])
  const statuses = [`PUT /applications/${CASE}`, 'PUT /applications/nothing', 'POST /documents'].map(
    async (call) => (await ask(call)).status,
  )
  assert.deepEqual(await Promise.all(statuses), [501, 404, 501])
  assert.equal(posted.length, 0)
})

test('a task is a step of an official; the platform’s own steps are none', async () => {
  const { ask } = world({ open: [of('submitted'), of('review')], view: of('review') })
  const listed = await bodyOf<{ taskId: string }[]>(ask('GET /tasks'))
  assert.deepEqual(
    listed.map(({ taskId }) => taskId),
    [`${CASE}.review`],
  )
  assert.deepEqual(await bodyOf(ask('GET /tasks?assigneeId=nobody')), [])
  assert.equal((await ask(`GET /tasks/${CASE}.review`)).status, 200)
  assert.equal((await ask(`GET /tasks/${CASE}.submitted`)).status, 404)
})

test('a task completed without a word is the decision that needs no reason; asked again, it is the same act', async () => {
  const view = of('review', { actions: [{ id: 'accept' }, { id: 'refuse' }] })
  const { ask, posted } = world({ view, post: () => ({ status: 200, body: of('accepted', { version: 5, isEnded: true }) }) })
  const done = await bodyOf<{ status: object }>(ask(`POST /tasks/${CASE}.review/complete`, { data: {} }))
  assert.deepEqual(done.status, { code: 'APPROVED', title: 'accepted' })
  await ask(`POST /tasks/${CASE}.review/complete`, { data: {} })
  assert.deepEqual(
    posted.map(([path, , , key]) => [path, key]),
    Array(2).fill([`/api/work/${CASE}/actions/accept`, `${CASE}.review.accept`]),
  )
})

test('a case that came back to the same step is decided anew, not taken for done', async () => {
  const view = of('review', { actions: [{ id: 'accept' }] })
  let calls = 0
  const post = () => ({ status: 200, body: ++calls === 1 ? view : of('accepted', { version: 5 }) })
  const { ask, posted } = world({ view, post })
  assert.equal((await ask(`POST /tasks/${CASE}.review/complete`)).status, 200)
  assert.deepEqual(
    posted.map(([, , , key]) => key),
    [`${CASE}.review.accept`, `${CASE}.review.accept.4`],
  )
})

test('figures are counted from the work list: withdrawn is not decided, another year is another year', async () => {
  const ended = (state: string, decidedAt: string) => of(state, { decidedAt, isEnded: true, assignee: null })
  const { ask } = world({
    ended: [
      ended('accepted', '2026-11-25T16:00:00Z'),
      ended('refused', '2026-11-26T01:00:00Z'),
      ended('withdrawn', '2026-11-26T01:00:00Z'),
      ended('accepted', '2025-11-26T01:00:00Z'),
    ],
  })
  const figures = async (query: string) =>
    (await bodyOf<Readonly<Record<string, unknown>>[]>(ask(`GET /data/statistics/1.0?${query}`)))[0]!
  const { references: _, ...all } = await figures('')
  assert.deepEqual(all, { processed: 3, approved: 2, sentBack: 0, rejected: 1 })
  const day = await figures('startDate=2026-11-26&endDate=2026-11-26&registrationName=move-in-report&timeframe=day')
  assert.deepEqual([day['processed'], day['approved'], day['rejected']], [2, 1, 1])
  assert.equal((await figures('operator=Ingmar%20Vali&role=Handler'))['processed'], 0, 'nobody had taken them')
  const statuses = ['registrationName=nothing', 'role=approver', 'startDate=yesterday'].map(
    async (query) => (await ask(`GET /data/statistics/1.0?${query}`)).status,
  )
  assert.deepEqual(await Promise.all(statuses), [404, 404, 400])
  assert.equal((await ask('GET /data/statistics/1.0', {}, 'eGovStack/GOV/90000009/')).status, 400)
})
