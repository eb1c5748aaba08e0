/** 2.1-1 범정부 서비스 통합창구 (One Government, One Site). Missing: most of the catalogue's services still lead to their office's own site */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { BASIC_PENSION, crawl, EXTRACT, ROOT, type Server, signedIn, startServer, visitor } from '../harness/index.ts'

let server: Server
before(async () => {
  server = await startServer()
})
after(() => server?.close())

interface Hit {
  readonly id: string
  readonly title: string
  readonly agency: string
  readonly agencyName: string
  readonly area: string | null
  readonly canApply: boolean
}
interface Found {
  readonly total: number
  readonly items: readonly Hit[]
}

const find = (query: Readonly<Record<string, string>>): Promise<Found> =>
  visitor(server).get<Found>(`/api/services?${new URLSearchParams(query)}`)

/** Services from all over the list: one in every hundred or so. */
async function sample(): Promise<readonly Hit[]> {
  const { total } = await find({ limit: '1' })
  const picked: Hit[] = []
  for (let offset = 7; offset < total; offset += 150) picked.push(...(await find({ limit: '1', offset: String(offset) })).items)
  return picked
}

test('첫 쪽의 서비스 수와 여기서 바로 신청하는 수는 지금 있는 그대로다', async () => {
  const { total } = await find({ limit: '1' })
  assert.ok(total >= 8_760)
  const { items } = await find({ limit: '100' })
  const applicable = items.filter(({ canApply }) => canApply).length
  assert.ok(applicable >= 12 && applicable < 100)
  const { view } = await visitor(server).open('/')
  const numbers = view.main.match(/[\d,]+/g)?.map((number) => Number(number.replaceAll(',', ''))) ?? []
  assert.ok(numbers.includes(total), `${total} is not on the first page`)
  assert.ok(numbers.includes(applicable), `${applicable} is not on the first page`)
})

test('찾기 하나로 중앙부처, 시·도, 시·군·구, 공공기관의 서비스를 제 이름으로 찾는다', async () => {
  const picked = await sample()
  assert.ok(new Set(picked.map(({ agency }) => agency)).size > 30)
  const lost: string[] = []
  for (const { id, title, area } of picked) {
    const { items } = await find({ q: title, limit: '20', ...(area === null ? {} : { area }) })
    if (!items.some((hit) => hit.id === id)) lost.push(`${id} ${title}`)
  }
  assert.deepEqual(lost, [])
})

test('사람이 치는 말로 찾아도 바라던 것이 첫 화면에 있고, 틀린 글자와 띄어쓰기를 봐준다', async () => {
  const wanted: readonly [string, string][] = [
    ['청년 월세', '161300000099'],
    ['월세지원', '161300000099'],
    ['긴급 생계비', '135200005003'],
    ['기초 연금', BASIC_PENSION],
    ['노인 연금', BASIC_PENSION],
    ['등본', EXTRACT],
    ['주민등록등본 떼기', EXTRACT],
    ['이사 신고', 'move-in-report'],
    ['아동수당', '135200000120'],
  ]
  for (const [words, id] of wanted) {
    const { view } = await visitor(server).open(`/services?q=${encodeURIComponent(words)}`)
    const shown = view.links.map(({ href }) => href).filter((href) => href.startsWith('/services/'))
    assert.ok(shown.slice(0, 5).includes(`/services/${id}`), `${words}: ${shown.slice(0, 5).join(' ')}`)
  }
})

test('어느 기관의 서비스든 같은 틀의 쪽 하나로 보이고, 신청할 길이 있다', async () => {
  const frames = new Set<string>()
  for (const { id, title, canApply, agencyName } of [...(await sample()).slice(0, 30), ...(await find({ limit: '13' })).items]) {
    const { view, text } = await visitor(server).open(`/services/${encodeURIComponent(id)}`)
    const heading = view.root.querySelectorAll('h1')
    assert.equal(heading.length, 1, id)
    assert.equal(heading[0]!.textContent.trim(), title)
    assert.ok(view.main.includes(agencyName), `${id} does not name ${agencyName}`)
    const ways = view.links.filter(({ href }) =>
      canApply ? href.startsWith(`/apply/${encodeURIComponent(id)}`) : /^(https?:|tel:)/.test(href),
    )
    assert.ok(ways.length > 0, `${id} (${canApply ? 'to apply for here' : 'elsewhere'}) leads nowhere`)
    frames.add(view.root.querySelector('#krds-header .site-bar')?.textContent ?? '')
    assert.ok(text.includes('id="krds-header"') && text.includes('id="main"'))
  }
  assert.equal(frames.size, 1, 'the pages of different agencies have different heads')
})

test('한 번 로그인하면 모든 내 화면이 다시 묻지 않고 열리고, 나가면 모두 닫힌다', async () => {
  const own = [
    '/my/benefits',
    `/apply/${BASIC_PENSION}`,
    `/apply/${EXTRACT}`,
    '/my/cases',
    '/my/notices',
    '/my/documents',
    '/my/trace',
  ]
  const stranger = visitor(server)
  for (const path of own) {
    const { status, headers } = await stranger.ask(path, { headers: { accept: 'text/html' } })
    assert.deepEqual([status, headers.get('location')], [303, `/signin?next=${encodeURIComponent(path)}`])
  }
  const kim = await signedIn(server, '김순자')
  for (const path of own) {
    const { status, path: at } = await kim.open(path)
    assert.deepEqual([status, at.startsWith('/signin')], [200, false], path)
  }
  const home = await kim.open('/')
  const kept = new Map(kim.cookies)
  await kim.fill(home, home.view.forms.find(({ action }) => action.startsWith('/signout'))!)
  for (const [name, value] of kept) if (name === 'dpg_session') kim.cookies.set(name, value)
  for (const path of own)
    assert.equal(
      (await kim.ask(path, { headers: { accept: 'text/html' } })).status,
      303,
      `${path} is still open with the old cookie`,
    )
})

test('로그인하면 하려던 곳으로 돌아간다', async () => {
  const anyone = visitor(server)
  const door = await anyone.open('/my/trace')
  assert.match(door.path, /^\/signin\?next=/)
  const form = door.view.forms.find(({ buttons }) => buttons.some(({ name }) => name === 'persona'))!
  const { path } = await anyone.fill(door, form, { persona: form.buttons[0]!.value })
  assert.equal(path, '/my/trace')
})

test('담당자도 같은 문으로 들어오고, 주민은 업무 화면에, 담당자는 남의 내 화면에 들어가지 못한다', async () => {
  const official = await signedIn(server, '김하늘')
  assert.match((await official.open('/work')).view.main, /관악구/)
  assert.equal((await official.ask('/my/cases', { headers: { accept: 'text/html' } })).status, 403)
  const kim = await signedIn(server, '김순자')
  assert.equal((await kim.ask('/work', { headers: { accept: 'text/html' } })).status, 403)
})

test('모든 쪽이 우리말과 영어로 있고, 링크를 따라 닿는 쪽은 모두 열린다', async () => {
  const kim = await signedIn(server, '김순자')
  const reader = await signedIn(server, '김순자')
  reader.cookies.set('dpg_prefs', 'en.normal.100.plain')
  const pages = await crawl(kim, {
    from: ['/', '/services', `/services/${BASIC_PENSION}`, '/check', '/about', '/my', '/developers'],
    leaveOut: /^\/(signout|developers\/components)/,
  })
  assert.ok(pages.length >= 20)
  const files = globSync('{kernel,modules,web}/**/messages/ko.json', { cwd: ROOT, exclude: ['**/node_modules/**', '**/dist/**'] })
  const keys = new Set(files.flatMap((file) => Object.keys(JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as object)))
  assert.ok(keys.size > 500)
  for (const { path, view } of pages) {
    assert.equal(view.root.querySelector('html')?.getAttribute('lang'), 'ko', path)
    const english = await reader.ask(path, { headers: { accept: 'text/html' } })
    assert.equal(english.page().root.querySelector('html')?.getAttribute('lang'), 'en', path)
    assert.notEqual(english.page().title, view.title, path)
    for (const text of [view.text, english.page().text])
      assert.deepEqual(text.match(/[a-z]\w*(\.\w+)+/g)?.filter((word) => keys.has(word)) ?? [], [], `${path}: a text is missing`)
  }
  const links = [
    ...new Set(
      pages.flatMap(({ view, path }) =>
        view.links
          .map(({ href }) => URL.parse(href, `http://here${path}`))
          .filter((to) => to?.host === 'here')
          .map((to) => to!.pathname),
      ),
    ),
  ]
  const broken: string[] = []
  for (const path of links.slice(0, 150))
    if ((await kim.ask(path, { headers: { accept: 'text/html' } })).status >= 404) broken.push(path)
  assert.deepEqual(broken, [])
})
