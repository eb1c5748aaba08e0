/** 2.1-2 Any ID (single sign-on). Missing: a wallet of our own; a certificate of the OpenID Foundation; people who sign in at a counter */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { loadPeople } from '@dpg/gateway/population'
import { giveAuthenticator } from '../harness/authenticator.ts'
import {
  type Browser,
  complaintsOf,
  findingsOf,
  launchBrowser,
  type Locator,
  openWindow,
  type Page,
  signInOn,
} from '../harness/browser.ts'
import { admitIssuers } from '../harness/wallets.ts'
import { freePort, idOf, ROOT, type Server, signedIn, startServer, until, type Visitor, visitor } from '../harness/index.ts'

let server: Server
let browser: Browser
let library: Site
let clinic: Site
const running: ChildProcess[] = []

before(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchBrowser()])
  const developer = await signedIn(server, '이서준')
  const claims = [
    { claim: 'name', why: '대출증에 적습니다', isNeeded: true },
    { claim: 'address', why: '책을 보내 드립니다', isNeeded: false },
  ]
  ;[library, clinic] = [
    await openSite(developer, '시험 도서관', claims, 'openid profile address'),
    await openSite(developer, '시험 보건소'),
  ]
})
after(async () => {
  for (const child of running) child.kill('SIGTERM')
  await browser?.close()
  await server?.close()
})

interface Site {
  readonly id: string
  readonly url: string
}
interface Known {
  readonly sub?: string
  readonly acr?: string
  readonly known?: Readonly<Record<string, unknown>>
}

/** Registered by a developer, allowed by an official, run as a program of its own. */
async function openSite(developer: Visitor, name: string, claims: readonly object[] = [], scope = 'openid'): Promise<Site> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const { site, secret } = await developer.post<{ site: { id: string }; secret: string }>('/api/identity/sites', {
    name,
    operator: '시험 기관',
    agency: null,
    homepage: `${url}/`,
    redirectUris: [`${url}/back`],
    logoutUris: [`${url}/`],
    backchannelLogoutUri: `${url}/left`,
    assurance: 'low',
    profile: 'plain',
    keys: [],
    claims,
  })
  const asked = await developer.ask(`/api/identity/sites/${site.id}/review`, { method: 'POST' })
  assert.equal(asked.status, 204)
  const officer = await signedIn(server, OFFICER)
  const decided = await officer.ask(`/api/identity/sites/${site.id}/decision`, { json: { isAllowed: true, reason: null } })
  assert.equal(decided.status, 204, decided.text)
  await startProgram('site.ts', {
    PORT: String(port),
    ISSUER: `${server.url}/id`,
    CLIENT_ID: site.id,
    CLIENT_SECRET: secret,
    SCOPE: scope,
  })
  return { id: site.id, url }
}
const OFFICER = '윤지호'

async function startProgram(file: string, env: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '2.1-2', file)], {
    env: { PATH: process.env['PATH'], ...env },
  })
  running.push(child)
  child.stderr.pipe(process.stderr)
  await new Promise<void>((done, fail) => {
    child.once('exit', (code) => fail(new Error(`${file} ended with ${code}`)))
    child.stdout.on('data', (text) => String(text).includes('ready') && done())
  })
}

const textOf = async (part: Locator): Promise<string> => (await part.textContent()) ?? ''

const at = async (page: Page, { url }: Site): Promise<Known> => {
  await page.goto(url)
  return JSON.parse(await textOf(page.locator('body'))) as Known
}

test('without script: one sign-in, two sites, two names, what was agreed to and no more, and one sign-out', async () => {
  const window = await openWindow(browser, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  const page = await window.newPage()
  const complaints = complaintsOf(page)
  await page.goto(`${library.url}/login`)
  assert.match(page.url(), /\/signin\/site\//)
  assert.match(await textOf(page.locator('h1')), /시험 도서관/)
  await beSomebody(page, idOf('김순자'))
  assert.match(await textOf(page.locator('h1')), /시험 도서관에 알려 줄 것/)
  await page.getByRole('button', { name: '동의하고 들어가기' }).click()
  await page.waitForURL(`${library.url}/`)
  const first = await at(page, library)
  assert.deepEqual(first.known, { name: '김순자' }, 'the address was not ticked')
  assert.equal(first.acr, 'urn:dpg:assurance:substantial')

  await page.goto(`${clinic.url}/login`)
  assert.equal(page.url(), `${clinic.url}/`, 'in at once')
  const second = await at(page, clinic)
  assert.ok(second.sub && first.sub !== second.sub)

  await page.goto(`${server.url}/my/trace`)
  assert.match(await textOf(page.locator('main')), /시험 도서관/, 'the person sees what the site was told')
  await page.goto(`${server.url}/my/settings`)
  assert.match(await textOf(page.locator('#sites')), /시험 도서관[\s\S]*이름[\s\S]*알려 줌/)
  assert.match(await textOf(page.locator('#sessions')), /시험 도서관/)

  await page.goto(`${library.url}/logout`)
  await page.getByRole('button', { name: '모두 나가기' }).click()
  await page.waitForURL(`${library.url}/`)
  await until('both sites have heard it', async () => !(await at(page, library)).sub && !(await at(page, clinic)).sub)
  await page.goto(`${server.url}/my/settings`)
  assert.match(page.url(), /\/signin/)
  assert.deepEqual(complaints, [])
  await window.close()
})

test('who ends a session from another device is out at the sites it went to', async () => {
  const window = await openWindow(browser)
  const page = await window.newPage()
  await signInOn(page, server.url, idOf('박영호'))
  await page.goto(`${clinic.url}/login`)
  await page.waitForURL(`${clinic.url}/`)
  assert.ok((await at(page, clinic)).sub)
  const other = await signedIn(server, '박영호')
  const { view, ...settings } = await other.open('/my/settings')
  const end = view.forms.find(({ action }) => /sessions\/ses_[^/]+\/end$/.test(action))!
  await other.fill({ ...settings }, end)
  await until('the site has heard it', async () => !(await at(page, clinic)).sub)
  await page.goto(`${clinic.url}/login`)
  assert.match(page.url(), /\/signin\/site\//)
  await window.close()
})

test('the pages on the way say all they say to a screen reader', async () => {
  const window = await openWindow(browser)
  const page = await window.newPage()
  await page.goto(`${library.url}/login`)
  const found = await findingsOf(page)
  await beSomebody(page, idOf('박영호'))
  found.push(...(await findingsOf(page)))
  await page.getByRole('button', { name: '들어가지 않기' }).click()
  await page.waitForURL(/back\?error=access_denied/)
  for (const path of ['/developers/sign-in', '/developers/sites', '/developers/sites/new', '/signout/done']) {
    await page.goto(server.url + path)
    found.push(...(await findingsOf(page)))
  }
  assert.deepEqual(found, [])
  await window.close()
})

test('a passkey shown on the page of a site leads straight back to it', async () => {
  const window = await openWindow(browser)
  const page = await window.newPage()
  const complaints = complaintsOf(page)
  await giveAuthenticator(page)
  await signInOn(page, server.url, idOf('이서준'))
  await page.goto(`${server.url}/my/settings`)
  await page.locator('#f-passkey-name').fill('내 휴대전화')
  await page.locator('[data-island="add-passkey"] button').click()
  await page.waitForURL(/done=passkey/)
  await window.clearCookies()
  await page.goto(`${clinic.url}/login`)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.locator('[data-island="passkey-sign-in"] button').click()
  await page.waitForURL(`${clinic.url}/`)
  assert.equal((await at(page, clinic)).acr, 'urn:dpg:assurance:high')
  assert.ok(!asked.some((path) => path.startsWith('/api/')), 'the question came with the page')
  assert.deepEqual(complaints, [])
  await window.close()
})

test('a mobile ID from a wallet opens the account of somebody new, and signs them in where its number is typed', async () => {
  const port = await freePort()
  await startProgram('wallet.ts', { PORT: String(port) })
  const wallet = `http://localhost:${port}`
  const [one, other] = [await signedIn(server, '임세온'), await signedIn(server, OFFICER)]
  await admitIssuers(one, other, [(await (await fetch(`${wallet}/issuer`)).json()) as object])

  const people = loadPeople({ people: 100, seed: 1, pack: `${ROOT}/countries/kr` })
  const numberOf = (id: (typeof people.people)[number]['id']) => people.factsOf(id, 'resident-register')['person.residentNumber']
  const { id, name, birthDate } = people.people.find((one) => typeof numberOf(one.id) === 'string')!
  const person = { number: String(numberOf(id)), name, birthDate }
  const show = async (link: string, odd = {}) =>
    (await (await fetch(`${wallet}/show`, { method: 'POST', body: JSON.stringify({ link, person, odd }) })).json()) as Shown

  const window = await openWindow(browser, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  const page = await window.newPage()
  const complaints = complaintsOf(page)
  await page.goto(`${server.url}/signin`)
  await page.getByRole('link', { name: '모바일 신분증으로 로그인' }).click()
  const link = async () => (await page.getByRole('link', { name: '지갑 앱 열기' }).getAttribute('href'))!
  const taken = await show(await link(), { status: { uri: `${wallet}/status`, index: 8 } })
  assert.deepEqual([taken.status, taken.said.why], [400, 'revoked'])
  await page.reload()
  assert.match(await textOf(page.locator('main')), /발급한 곳이 거둔 신분증입니다/)

  const { status, said } = await show(await link())
  assert.equal(status, 200, JSON.stringify(said))
  const { pathname, search } = new URL(said.redirect_uri!)
  const phone = await visitor(server).open(pathname + search)
  const number = /\d{3} \d{3}/.exec(phone.view.text)![0]
  assert.match(phone.view.text, /아무에게도 알려 주지 마세요/)
  await page.getByLabel('휴대전화에 나온 번호').fill(number)
  await page.getByRole('button', { name: '로그인 마치기' }).click()
  await page.goto(`${server.url}/my/settings`)
  assert.match(await textOf(page.locator('#ways')), /시험 모바일 신분증/)
  assert.match(await textOf(page.locator('#sessions')), /모바일 신분증으로 로그인/)
  await page.goto(`${server.url}/my/trace`)
  assert.match(await textOf(page.locator('main')), /모바일 신분증으로 본인 확인/)
  assert.deepEqual(complaints, [])
  await window.close()
})

interface Shown {
  readonly status: number
  readonly said: { readonly redirect_uri?: string; readonly why?: string }
}

/** People to be are folded below the real ways in. */
async function beSomebody(page: Page, id: string): Promise<void> {
  const button = page.locator(`button[value="${id}"]`)
  await button.locator('xpath=ancestor::details').locator('summary').click()
  await button.click()
}
