/** Every page and every form of the portals under hostile input: in addresses, in fields, and in what was kept from before. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import {
  apply,
  BASIC_PENSION,
  basicPension,
  caseIn,
  consentTo,
  crawl,
  EXTRACT,
  extract,
  type Form,
  MOVE,
  type Reached,
  type Server,
  signedIn,
  startServer,
  type Visitor,
  visitor,
} from '../harness/index.ts'
import { FEW_TEXTS, MARKERS, TEXTS } from './hostile-values.ts'
import { assertRefusedOrServed } from './refusals.ts'

let server: Server
before(async () => {
  server = await startServer()
})
after(() => server?.close())

const PUBLIC = [
  '/',
  '/services',
  `/services/${BASIC_PENSION}`,
  '/services?q=월세',
  '/check',
  '/signin',
  '/about',
  '/verify',
  '/developers',
]
const RESIDENT = [
  '/my/benefits',
  '/my/benefits/consent',
  '/my/benefits/watch',
  '/my/benefits/news',
  `/apply/${BASIC_PENSION}`,
  `/apply/${EXTRACT}`,
  '/my/cases',
  '/my/notices',
  '/my/documents',
  '/my/trace',
]
const OFFICIAL = ['/work']
/** Leaving would end the attack; the preferences are of the reader alone and are attacked by an anonymous one. */
const NOT_HERE = /^\/(signout|preferences|developers\/components)/

const shortened = (text: string) => encodeURIComponent(text.toWellFormed().slice(0, 600))

async function assertSafe(who: Visitor, path: string, what: string, form?: Readonly<Record<string, string | readonly string[]>>) {
  const answer = await who.ask(path, { headers: { accept: 'text/html' }, ...(form === undefined ? {} : { form }) })
  assertRefusedOrServed(answer, what)
}

/** Each part of the address in turn, after the first. */
async function attackAddress(who: Visitor, { path }: Reached): Promise<void> {
  const { pathname, searchParams } = new URL(path, server.url)
  const segments = pathname.split('/')
  for (const at of segments.keys())
    if (at >= 2)
      for (const text of FEW_TEXTS) {
        const attacked = segments.with(at, shortened(text)).join('/')
        await assertSafe(who, attacked, `GET ${attacked.slice(0, 120)}`)
      }
  for (const name of new Set([...searchParams.keys(), 'q', 'next']))
    for (const text of FEW_TEXTS) {
      const attacked = new URLSearchParams([...searchParams].filter(([key]) => key !== name))
      const query = `${attacked}&${encodeURIComponent(name)}=${shortened(text)}`
      await assertSafe(who, `${pathname}?${query}`, `GET ${pathname}?${query.slice(0, 120)}`)
    }
}

async function attackForm(who: Visitor, { path }: Reached, { action, method, fields, asks, buttons }: Form): Promise<void> {
  const to = new URL(action || path, new URL(path, server.url)).pathname
  const pressed = buttons.find(({ name }) => name !== undefined)
  const whole = { ...fields, ...(pressed?.name ? { [pressed.name]: pressed.value } : {}) }
  const names = [...new Set([...Object.keys(whole), ...asks, '__proto__', 'no such field'])]
  for (const name of names)
    for (const value of [...FEW_TEXTS, [MARKERS[0], 'b']]) {
      const attacked = { ...whole, [name]: value }
      const what = `${method} ${to} ${name}=${String(value).slice(0, 40)}`
      if (method === 'POST') await assertSafe(who, to, what, attacked)
      else await assertSafe(who, `${to}?${queryOf(attacked)}`, what)
    }
  await assertSafe(who, to, `${method} ${to} with nothing`, {})
}

const queryOf = (form: Readonly<Record<string, string | readonly string[]>>): string =>
  Object.entries(form)
    .flatMap(([name, value]) => [value].flat().map((one) => `${encodeURIComponent(name)}=${shortened(String(one))}`))
    .join('&')

async function attackAll(who: Visitor, pages: readonly Reached[]): Promise<void> {
  const forms = new Map<string, readonly [Reached, Form]>()
  for (const page of pages)
    for (const form of page.view.forms) {
      const to = new URL(form.action || page.path, new URL(page.path, server.url)).pathname
      const kind = `${form.method} ${to.replace(/_[0-9a-f-]{36}/g, '_')} ${form.asks.join(' ')}`
      if (!forms.has(kind)) forms.set(kind, [page, form])
    }
  const tasks = [
    ...pages.map((page) => () => attackAddress(who, page)),
    // The last form first: the first ones end what the page is about.
    ...[...forms.values()]
      .reverse()
      .filter(([page, form]) => !NOT_HERE.test(new URL(form.action || page.path, new URL(page.path, server.url)).pathname))
      .map(
        ([page, form]) =>
          () =>
            attackForm(who, page, form),
      ),
  ]
  const queue = tasks[Symbol.iterator]()
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await next.value()
  }
  await Promise.all([worker(), worker(), worker()])
}

test('누구나 보는 쪽과 양식은 무엇을 넣어도 넘어지지 않고, 넣은 것이 살아나지 않는다', async (t) => {
  const anyone = visitor(server)
  const pages = await crawl(anyone, { from: PUBLIC, leaveOut: NOT_HERE })
  t.diagnostic(pages.map(({ kind }) => kind).join(' '))
  assert.ok(pages.length >= 8)
  await attackAll(anyone, pages)
  for (const name of ['lang', 'contrast', 'size', 'easy', 'next'])
    for (const text of TEXTS)
      await assertSafe(anyone, '/preferences', `preferences ${name}=${text.slice(0, 40)}`, { [name]: text.slice(0, 4_000) })
  assert.equal((await anyone.open('/')).status, 200)
})

test('내 화면의 쪽과 양식도 그렇다', async (t) => {
  const kim = await signedIn(server, '김순자')
  await caseIn(kim, (await apply(kim, extract)).id, ['issued'])
  await caseIn(kim, (await apply(kim, basicPension)).id, ['review'])
  for (const service of [BASIC_PENSION, MOVE]) await kim.ask(`/apply/${service}`, { form: {} })
  const { items } = await kim.get<{ items: { id: string }[] }>('/api/notices')
  const screens = [`/apply/${BASIC_PENSION}/account`, `/apply/${MOVE}/when`, `/apply/${MOVE}/where`, `/apply/${MOVE}/how`]
  const from = [...RESIDENT, `/my/notices/${items[0]!.id}`, ...screens]
  const pages = (await crawl(kim, { from, leaveOut: NOT_HERE })).filter(({ path }) => /^\/(my|apply)/.test(path))
  t.diagnostic(pages.map(({ kind }) => kind).join(' '))
  for (const kind of ['/my/notices/*', '/my/cases/*', '/my/documents/*', `/apply/${MOVE}/where`])
    assert.ok(
      pages.some((page) => page.kind === kind),
      `${kind} was not reached`,
    )
  await attackAll(kim, pages)
  assert.equal((await kim.open('/my/cases')).status, 200)
})

test('담당자 화면의 쪽과 양식도 그렇다', async (t) => {
  const choi = await signedIn(server, '최유진')
  await caseIn(choi, (await apply(choi, basicPension)).id, ['review'])
  const official = await signedIn(server, '김하늘')
  const pages = (await crawl(official, { from: OFFICIAL, leaveOut: NOT_HERE })).filter(({ path }) => path.startsWith('/work'))
  t.diagnostic(pages.map(({ kind }) => kind).join(' '))
  assert.ok(pages.some(({ kind }) => kind === '/work/*'))
  await attackAll(official, pages)
  assert.equal((await official.open('/work')).status, 200)
})

test('신청서의 모든 칸에 적은 스크립트는 본인, 담당자, 통지, 문서 어디서도 글자로만 보인다', async () => {
  const park = await signedIn(server, '박영호')
  const texts = MARKERS.join(' ')
  const accountAt = (bank: string) => ({
    ...basicPension.answers,
    'person.bankAccount': { bank, number: '12345678901234', holder: texts },
  })
  // The bank is chosen from a list: a text of one's own is refused there.
  await assert.rejects(apply(park, { ...basicPension, answers: accountAt(texts) }), /422 .*invalid-answers/)
  const pension = await apply(park, { ...basicPension, answers: accountAt('국민은행') })
  await consentTo(await signedIn(server, '이정자'))
  const copy = await apply(park, { ...extract, answers: { ...extract.answers, 'person.extractPurpose': texts } })
  await caseIn(park, pension.id, ['review'])
  await caseIn(park, copy.id, ['issued'])
  const official = await signedIn(server, '김하늘')
  const { version } = await official.get<{ version: number }>(`/api/work/${pension.id}`)
  await official.post(
    `/api/work/${pension.id}/actions/request-supplement`,
    { version, reason: texts, form: { items: texts, dueOn: inTenDays() } },
    randomUUID(),
  )
  const seen = [
    ...(await crawl(park, {
      from: [`/my/cases/${pension.id}`, `/my/cases/${copy.id}`, ...RESIDENT],
      most: 6,
      leaveOut: /^\/(signout|services|developers|problems)/,
    })),
    ...(await crawl(official, { from: [`/work/${pension.id}`, '/work'], leaveOut: NOT_HERE })),
  ]
  for (const { path, text } of seen)
    for (const marker of MARKERS) assert.ok(!text.includes(marker), `${path}: ${marker} came alive`)
  assert.ok(
    seen.filter(({ view }) => view.text.includes('alert(1)')).length >= 3,
    'what was typed is shown nowhere, so nothing was tried',
  )
  const { items } = await park.get<{ items: { id: string }[] }>('/api/notices')
  for (const { id } of items) {
    const page = await park.fill(await park.open(`/my/notices/${id}`), {
      method: 'POST',
      action: `/my/notices/${id}/open`,
      fields: {},
      asks: [],
      buttons: [],
    })
    for (const marker of MARKERS) assert.ok(!page.text.includes(marker), `notice ${id}: ${marker} came alive`)
  }
  const { items: documents } = await park.get<{ items: { id: string }[] }>('/api/documents')
  for (const { id } of documents) {
    const { text } = await park.ask(`/api/documents/${id}/html`)
    for (const marker of MARKERS) assert.ok(!text.includes(marker), `document ${id}: ${marker} came alive`)
  }
})

const inTenDays = () => new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)

test('이 모든 것이 지나간 뒤에도 그대로 일한다', async () => {
  assert.equal((await visitor(server).ask('/healthz')).status, 200)
  const failures = [...server.output().matchAll(/"event":"http\.unexpected".*?"path":"([^"]+)".*?"error":"(.{0,200}?)"/g)]
  assert.deepEqual([...new Set(failures.map(([, path, error]) => `${path}: ${error}`))], [])
})
