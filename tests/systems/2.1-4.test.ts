/** 2.1-4 정보요구는 한 번만 (Once Only, 행정정보공동이용). Missing: gateways of real agencies (the registers are those of the demonstration) */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AccessRecord } from '@dpg/access/contract'
import type { CaseView, OfficerCaseView } from '@dpg/casework/contract'
import {
  allUp,
  apply,
  BASIC_PENSION,
  basicPension,
  caseIn,
  caseOf,
  extract,
  type Server,
  signedIn,
  startServer,
  switchTo,
  until,
  type Visitor,
  visitor,
} from '../harness/index.ts'

let server: Server
let kim: Visitor
before(async () => {
  server = await startServer()
  kim = await signedIn(server, '김순자')
})
after(() => server?.close())

interface Vocabulary {
  readonly items: readonly {
    readonly id: string
    readonly register: string | null
    readonly derive: string | null
    readonly law: string | null
  }[]
}
interface Definition {
  readonly form: { readonly screens: readonly { readonly id: string; readonly fields: readonly string[] }[] }
}
interface Found {
  readonly total: number
  readonly items: readonly { readonly id: string; readonly canApply: boolean }[]
}
type Trace = { readonly entries: readonly (AccessRecord & { readonly index: number | null })[] }

/** Facts that some register holds, and those that follow from such facts alone: nobody needs to be asked for either. */
async function heldFacts(): Promise<Map<string, 'held' | 'derived'>> {
  const { items } = await visitor(server).get<Vocabulary>('/api/facts')
  const held = new Map<string, 'held' | 'derived'>()
  for (const { id, register, derive } of items) if (register !== null && derive === null) held.set(id, 'held')
  for (let size = -1; size !== held.size; ) {
    size = held.size
    for (const { id, derive } of items) {
      const from = derive?.match(/\b(person|household|business|place)\.\w+/g) ?? []
      if (from.length > 0 && from.every((fact) => held.has(fact) && fact !== id)) held.set(id, held.get(id) ?? 'derived')
    }
  }
  return held
}

/** Services to apply for come first in the list of all. */
async function applicable(): Promise<string[]> {
  const found: string[] = []
  for (let offset = 0; ; offset += 100) {
    const { items } = await visitor(server).get<Found>(`/api/services?limit=100&offset=${offset}`)
    const here = items.filter(({ canApply }) => canApply).map(({ id }) => id)
    if (here.length === 0) return found
    found.push(...here)
  }
}

test('어느 신청서도 대장이 가진 사실을 묻지 않는다', async () => {
  const [held, services] = await Promise.all([heldFacts(), applicable()])
  assert.ok(held.size >= 80 && services.length >= 12, `${held.size} facts in registers, ${services.length} services to apply for`)
  for (const id of services) {
    const { form } = await visitor(server).get<Definition>(`/api/services/${id}`)
    const asked = form.screens.flatMap(({ fields }) => fields)
    assert.deepEqual(
      asked.filter((fact) => held.has(fact)),
      [],
      `${id} asks for what a register holds`,
    )
  }
})

test('화면으로 신청할 때도 대장이 모르는 것만 묻고, 가져온 것은 어디서 왔는지 보여 준다', async () => {
  const held = await heldFacts()
  const asked: string[] = []
  let shown = ''
  const start = await kim.open(`/apply/${BASIC_PENSION}`)
  let page = await kim.fill(start, start.view.forms.find(({ action }) => action === `/apply/${BASIC_PENSION}`)!)
  const typed: Record<string, string> = {
    'person.bankAccount.bank': '국민은행',
    'person.bankAccount.number': '123456-78-901234',
    'person.bankAccount.holder': '김순자',
    'person.protectedAccount': 'false',
    'person.phone': '010-1234-5678',
  }
  for (let step = 0; step < 12 && page.path.startsWith('/apply/'); step++) {
    const form = page.view.forms.find(({ action }) => action.startsWith('/apply/') || action === '')!
    asked.push(...form.asks)
    if (page.view.main.includes('행복e음')) shown = page.view.main
    const declared = page.view.root
      .querySelectorAll('main input[type=checkbox]')
      .map((box) => [box.getAttribute('name')!, box.getAttribute('value') ?? 'on'] as const)
    const ticked: Record<string, string[]> = {}
    for (const [name, value] of declared) ticked[name] = [...(ticked[name] ?? []), value]
    const answers = Object.fromEntries(Object.entries(typed).filter(([name]) => form.asks.includes(name)))
    page = await kim.fill(page, form, { ...ticked, ...answers })
  }
  assert.match(page.path, /^\/my\/cases\/case_/, `the form did not end: ${page.path} ${page.view.main.slice(0, 300)}`)
  const facts = asked.filter((name) => /^(person|household|business|place)\./.test(name))
  assert.ok(facts.length > 0)
  assert.deepEqual(
    facts.filter((fact) => held.has(fact)),
    [],
  )
  assert.match(shown, /행복e음/, 'what was fetched is not shown with its register')
  assert.match(page.view.main, /\d{4}-\d{4}-\d{6}/, 'no receipt number on the page')
})

test('종이 없이 낸 신청에 대장의 사실이 목적과 법과 함께 모이고, 쓰임이 모두 본인의 기록에 남는다', async () => {
  const { id } = await apply(kim, basicPension)
  const found = await caseIn(kim, id, ['review'])
  const fetched = found.needs.filter(({ state }) => state === 'fetched')
  assert.ok(fetched.length >= 6)
  for (const need of fetched) {
    assert.ok(need.law, `${need.id} names no law`)
    assert.ok(need.registers.length > 0, `${need.id} names no register`)
  }
  assert.deepEqual(
    found.needs.filter(({ state }) => state === 'upload' || state === 'waiting'),
    [],
  )
  const { entries } = await until('the trace', async () => {
    const trace = await kim.get<Trace>('/api/access/entries?limit=100')
    return trace.entries.some((one) => one.case === id && one.use === 'fetch') && trace
  })
  const fetches = entries.filter((one) => one.case === id && one.use === 'fetch')
  const wanted = new Set(fetched.flatMap(({ facts }) => facts))
  const held = await heldFacts()
  for (const fact of wanted)
    if (held.get(fact) === 'held')
      assert.ok(
        fetches.some((one) => one.facts.includes(fact)),
        `the fetch of ${fact} is not in the trace`,
      )
  for (const { purpose, law, register, service } of fetches)
    assert.ok(purpose.ko && law && register && service === BASIC_PENSION, 'a fetch without purpose, law, register or service')
})

test('담당자가 보는 사실에는 어느 대장이 언제 말했는지가 붙어 있다', async () => {
  const { id } = await apply(kim, basicPension)
  await caseIn(kim, id, ['review'])
  const official = await signedIn(server, '김하늘')
  const { facts, assessment } = await official.get<OfficerCaseView>(`/api/work/${id}`)
  const known = facts.filter(({ state, isDerived }) => state === 'known' && !isDerived)
  assert.ok(known.length >= 10)
  for (const { fact, register, registerName, at } of known.filter((one) => one.register !== null))
    assert.ok(registerName && at && Math.abs(Date.parse(at) - Date.now()) < 600_000, `${fact} from ${register}`)
  assert.equal(assessment?.outcome, 'eligible')
})

test('대장이 멈추면 신청은 접수되어 기다리고 그렇게 말하며, 강제로 꺼졌다 켜져도 되살아나는 대로 끝난다', async () => {
  await switchTo(server, 'dead', 'social-security', 'resident-register')
  const [pension, copy] = await Promise.all([apply(kim, basicPension), apply(kim, extract)])
  assert.match(pension.receiptNumber, /^\d{4}-\d{4}-\d{6}$/)
  const waiting = await until('the case to say that it waits', async () => {
    const one = await caseOf(kim, pension.id)
    return one.needs.some(({ state, failure }) => state === 'waiting' && failure !== null) && one
  })
  const needs = waiting.needs.filter(({ failure }) => failure !== null)
  assert.ok(needs.every(({ failure, nextTryAt }) => failure === 'unreachable' && nextTryAt !== null))
  assert.match(waiting.next, /행복e음/)
  assert.ok(!waiting.isEnded && !waiting.needsApplicant)
  const page = await kim.open(`/my/cases/${pension.id}`)
  assert.match(page.view.main, /행복e음/, 'the page does not say which register is waited for')

  await server.kill9()
  await server.restart()
  await switchTo(server, 'up', 'social-security', 'resident-register')
  const [done, issued] = await Promise.all([
    caseIn(kim, pension.id, ['review'], 150_000),
    caseIn(kim, copy.id, ['issued'], 150_000),
  ])
  assert.ok((done as CaseView).needs.every(({ state }) => state !== 'waiting'))
  assert.deepEqual([done.receiptNumber, issued.receiptNumber], [pension.receiptNumber, copy.receiptNumber])
  await allUp(server)
})

test('거짓을 말하는 대장의 사실은 쓰이지 않고 느린 대장은 기다리지 않으며, 사건이 그렇게 말하고 나머지로 이어 간다', async () => {
  await Promise.all([switchTo(server, 'wrong-signature', 'property'), switchTo(server, 'slow', 'family-register')])
  const { id } = await apply(kim, basicPension)
  const found = await until('the case to say what it does not believe and what it waits for', async () => {
    const one = await caseOf(kim, id)
    const failures = one.needs.map(({ failure }) => failure)
    return failures.includes('untrusted') && failures.includes('slow') && one
  })
  assert.equal(found.needs.find((need) => need.id === 'family-record')?.failure, 'slow')
  assert.equal(found.needs.find((need) => need.id === 'pensions')?.state, 'fetched')
  const official = await signedIn(server, '김하늘')
  const { facts } = await official.get<OfficerCaseView>(`/api/work/${id}`)
  const property = facts.find(({ fact }) => fact === 'household.basicPensionGeneralProperty')
  assert.deepEqual([property?.value, property?.state], [null, 'untrusted'])
  await allUp(server)
  await caseIn(kim, id, ['review'], 150_000)
})
