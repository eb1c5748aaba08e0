import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consent } from './consent.ts'
import { mediator } from './mediator.ts'
import type { Platform } from './platform.ts'
import { registries } from './registries.ts'

/** A platform that says what it is told to say. */
const saying = (answers: Readonly<Record<string, unknown>>): Platform => ({
  get: async (path) => ({ status: 200, body: answers[path] ?? {} }),
  post: async () => ({ status: 200, body: {} }),
  signInAs: async (persona) => persona,
})
const none = new URLSearchParams()
const OPEN_API = {
  paths: {
    '/api/a': { get: { tags: ['exchange'] }, post: { tags: ['exchange'], security: [{ session: [] }] } },
    '/api/b': { get: { tags: ['other'] } },
  },
}
const platform = saying({
  '/api/exchange/status': { registers: [{ register: 'resident-register', title: { en: 'Residents' } }] },
  '/openapi.json': OPEN_API,
  '/api/mydata/bundles': {
    items: [{ id: 'bank-loan-employee', title: { en: 'Loan' }, receivers: ['bank'], facts: ['person.name'] }],
  },
  '/api/facts': { items: [{ id: 'person.name', register: 'resident-register', type: 'string', title: { en: 'Name' } }] },
  '/api/access/entries?limit=100': {
    entries: [{ id: 'acc_1', at: 'now', actor: { kind: 'official', official: 'off_1', name: '김' }, facts: ['person.name'] }],
  },
})
const CLIENT = ['identifier', 'identifier', 'alp4aNum3r1c', 'alp4aNum3r1c']

test('clients and services are those of the platform, no more and no less', async () => {
  const answering = mediator(platform)
  const clients = (await answering('GET', ['listClients'], none))!.body as { member: { applicationCode: string }[] }
  assert.deepEqual(
    clients.member.map(({ applicationCode }) => applicationCode),
    ['resident-register'],
  )
  const pathsOf = async (what: string) => {
    const { member } = (await answering('GET', [...CLIENT, what], none))!.body as {
      member: { endpointList: { member: object[] } }[]
    }
    return member.flatMap(({ endpointList }) => endpointList.member)
  }
  assert.equal((await pathsOf('listMethods')).length, 3)
  assert.deepEqual(await pathsOf('allowedMethods'), [
    { method: 'GET', path: '/api/a' },
    { method: 'GET', path: '/api/b' },
  ])
  const text = (await answering('GET', [...CLIENT, 'getOpenAPI'], new URLSearchParams({ serviceCode: 'alp4aNum3r1c' })))!
    .body as string
  assert.deepEqual(Object.keys((JSON.parse(text) as typeof OPEN_API).paths), ['/api/a'])
  assert.equal((await mediator(saying({}))('GET', [...CLIENT, 'listMethods'], none))!.status, 404, 'a register that is not there')
})

test('agreements are bundles; one that is gone is not found', async () => {
  const ask = async (from: Platform, id: string) => (await consent(from)('GET', ['config', 'data-agreement', id], none))!
  const { body } = await ask(platform, '1')
  assert.deepEqual((body as { dataAgreement: object }).dataAgreement, {
    id: '1',
    purpose: 'Loan',
    dataAttributes: ['person.name'],
    receivers: ['bank'],
  })
  assert.deepEqual(
    [(await ask(platform, '2')).status, (await ask(platform, 'x')).status, (await ask(saying({}), '1')).status],
    [404, 400, 404],
  )
})

test('looks are those of the person’s own record; what would write or search is not pretended', async () => {
  const answering = registries(platform)
  const asked = new URLSearchParams({ userID: 'EE378129277266', DatabaseID: 'MCTS' })
  const looks = (await answering('GET', ['data', 'MyPersonalDataUsage', '1.0'], asked))!.body as {
    ID: string
    ReaderID: string
  }[]
  assert.deepEqual(
    looks.map(({ ID, ReaderID }) => [ID, ReaderID]),
    [['acc_1', 'off_1']],
  )
  assert.equal((await answering('GET', ['database', '1'], none))!.status, 200)
  for (const what of ['create', 'exists', 'read'])
    assert.equal((await answering('POST', ['data', 'registryname', '111', what], none))!.status, 501)
})

test('one fact of one’s own record is what the register says; of nobody else', async () => {
  const name = { fact: 'person.name', register: 'resident-register', value: '김순자' }
  const answering = registries({ ...platform, post: async () => ({ status: 200, body: { facts: [name] } }) })
  const read = async (who: string, field: string) =>
    (await answering('GET', ['data', 'registryname', '111', who, 'read-value', field], none))!
  const person = '80bcb084-fa17-11ed-be56-0242ac120002'
  assert.equal((await read(person, 'FirstName.json')).body, '김순자')
  assert.deepEqual([(await read('stranger', 'FirstName.json')).status, (await read(person, 'Income.json')).status], [404, 404])
})
