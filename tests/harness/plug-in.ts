/** An outside platform as its operator runs it: a program of its own, handed in by a developer, let in by an administrator. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Manifest, Plugin } from '@dpg/plugins/contract'
import { createKey, createPlugIn, keyOf } from '@dpg/plug-in'
import { freePort, ROOT, type Server } from './server.ts'
import { type Answer, type Visitor, visitor } from './visitor.ts'

export const ADMINISTRATOR = '임세온'
export const OPERATOR = 'a token of the operator'

export interface Program {
  readonly url: string
  /** PEM: the same key at every start. */
  readonly key: string
  manifest(): Promise<Manifest>
  /** Ends it and starts it again, with nothing in its memory. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export async function startProgram(server: Server, folder: 'youth-platform' | 'mind-health'): Promise<Program> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const key = createKey()
  const env = { PLATFORM: server.url, PORT: String(port), KEY: key, OPERATOR }
  let child = await launch(folder, env)
  return {
    url,
    key,
    manifest: async () => (await (await fetch(`${url}/manifest.json`)).json()) as Manifest,
    restart: async () => {
      await end(child)
      child = await launch(folder, env)
    },
    stop: () => end(child),
  }
}

async function launch(folder: string, env: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(ROOT, 'examples', folder, 'main.ts')], {
    env: { PATH: process.env['PATH'], ...env },
  })
  child.stderr.pipe(process.stderr)
  await new Promise<void>((done, fail) => {
    child.once('exit', (code) => fail(new Error(`the program ended with ${code}`)))
    child.stdout.on('data', (text) => String(text).includes('ready') && done())
  })
  return child
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode) return
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  await ended
}

export const handIn = (developer: Visitor, manifest: unknown): Promise<Plugin> => developer.post<Plugin>('/api/plugins', manifest)

export const plugIn = (administrator: Visitor, { id, latest }: Plugin): Promise<Plugin> =>
  administrator.post<Plugin>(`/api/plugins/${id}/decision`, { hash: latest.hash, allow: true, reason: null })

export const unplug = (who: Visitor, id: string): Promise<Plugin> =>
  who.post<Plugin>(`/api/plugins/${id}/unplug`, { reason: '운영 계약이 끝났습니다' })

/** One window on several sites: follows what leads from one to the next, keeps each one's cookies, stops at the first page. */
export function wander(server: Server, here: Visitor) {
  const elsewhere = new Map<string, Visitor>()
  const at = (url: URL): Visitor => {
    if (url.origin === new URL(server.url).origin) return here
    const known = elsewhere.get(url.origin) ?? visitor({ url: url.origin })
    elsewhere.set(url.origin, known)
    return known
  }
  const open = async (address: string, ask?: Parameters<Visitor['ask']>[1]): Promise<Answer & { readonly at: URL }> => {
    let url = new URL(address)
    let answer = await at(url).ask(url.pathname + url.search, { headers: { accept: 'text/html' }, ...ask })
    for (let steps = 0; [302, 303].includes(answer.status) && steps < 15; steps++) {
      url = new URL(answer.headers.get('location') ?? '', url)
      answer = await at(url).ask(url.pathname + url.search, { headers: { accept: 'text/html' } })
    }
    return { ...answer, at: url }
  }
  return {
    open,
    /** Sends the first form of a page that posts to an address like this. */
    send: async (
      from: Answer & { readonly at: URL },
      action: RegExp,
      fields: Readonly<Record<string, string | readonly string[]>> = {},
    ) => {
      const form = from.page().forms.find((one) => one.method === 'POST' && action.test(one.action))
      if (!form) throw new Error(`no form like ${action} at ${from.at.pathname}: ${from.text.slice(0, 1500)}`)
      return open(new URL(form.action, from.at).href, { form: { ...form.fields, ...fields } })
    },
  }
}

/** A platform that nobody runs, plugged in with all its parts but what would be asked of it: to be looked at. */
export async function sampleOnPaper(developer: Visitor, administrator: Visitor, platform: string): Promise<string> {
  const id = 'paper-platform'
  const key = keyOf(createKey(), 'k1')
  const homepage = 'https://paper.example/'
  const fact = { why: { ko: '가까운 곳을 고르려고', en: 'To choose what is near' }, law: '개인정보 보호법 제15조제1항제1호' }
  const manifest = {
    manifest: 1,
    id,
    version: '1.0.0',
    name: { ko: '종이 위의 플랫폼', en: 'Platform on Paper' },
    summary: { ko: '화면을 살펴보려고 만든 플랫폼입니다.', en: 'A platform for looking at pages.' },
    operator: { name: { ko: '시험 협동조합', en: 'Test Cooperative' }, agency: null, contact: 'help@paper.example' },
    homepage,
    isSensitive: true,
    keys: [key.published],
    signOn: {
      redirectUris: [`${homepage}back`],
      logoutUris: [],
      backchannelLogoutUri: null,
      assurance: 'low',
      claims: [{ claim: 'name', why: '이름을 부릅니다', isNeeded: false }],
    },
    facts: {
      asks: [
        { ...fact, fact: 'person.birthDate', as: 'age-band', isNeeded: true },
        { ...fact, fact: 'person.eupmyeondong', as: 'district', isNeeded: false },
      ],
      offers: null,
    },
    notices: [
      {
        kind: 'news',
        title: { ko: '새 소식', en: 'News' },
        subject: { ko: '{title}', en: '{title}' },
        body: { ko: '{title} 소식입니다.', en: 'News: {title}.' },
      },
    ],
    catalogue: { feed: null },
    events: { to: `${homepage}hear`, kinds: ['facts.changed', 'notice.opened'] },
  }
  await plugIn(administrator, await handIn(developer, manifest))
  const service = {
    id: 'one',
    title: { ko: '종이 접기 모임' },
    summary: { ko: '한 달에 한 번 모입니다.' },
    url: `${homepage}one`,
    words: [],
  }
  await createPlugIn({ platform, id, key }).sendServices([service])
  await handIn(developer, { ...manifest, version: '1.1.0' })
  return id
}
