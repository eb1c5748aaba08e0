/** For tests: asks the built pages as the HTTP border would, over contracts that a test hands in and the real definitions. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadPack, rulesOf, serviceIds, serviceOf } from '@dpg/definitions'
import { createTexts, type Lang, type MessageSet, type PersonId, type Principal } from '@dpg/kernel'
import type { Answer, Asked } from '@dpg/kernel/route'
import { buildWeb } from '@dpg/web-build'
import type { ResidentContracts } from '../contracts.ts'

export const PERSON = 'per_01936f2e-0000-7000-8000-000000000001' as PersonId
export const RESIDENT: Principal = {
  kind: 'resident',
  person: PERSON,
  displayName: '김하늘',
  assurance: 'substantial',
  permissions: new Set(['signed-in', 'resident']),
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The Korea pack, as the catalogue would hand it out. */
export function koreaCatalogue(): ResidentContracts['catalogue'] {
  const folder = join(root, 'countries/kr')
  const paths = globSync('**/*.{yaml,tsv,md}', { cwd: folder }).sort()
  const { pack } = loadPack(paths.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') })))
  const snapshot = {
    release: 'sha256:test',
    pack,
    rules: rulesOf(pack),
    service: (id: string) => serviceOf(id, pack),
    serviceIds: serviceIds(pack),
    versionOf: () => undefined,
  }
  return { current: () => snapshot } as unknown as ResidentContracts['catalogue']
}

/** Some contracts, each with the functions a test needs; calling any other is a fault of the test. */
export type Some = { readonly [K in keyof ResidentContracts]?: Partial<ResidentContracts[K]> }

export interface Request {
  readonly query?: Readonly<Record<string, string | string[]>>
  readonly body?: Readonly<Record<string, unknown>>
  readonly lang?: Lang
  /** A resident unless told. */
  readonly principal?: Principal
  readonly easy?: boolean
  /** Network address of whoever asks. */
  readonly client?: string
}

export interface Response extends Answer {
  readonly html: string
}

/** `ask('GET /my/cases/case_1', { query })`: the answer, or the problem thrown. */
export async function openPages(some: Some) {
  const build = await buildWeb()
  const portal: typeof import('../index.ts') = await import(join(build.folder, build.manifest.server['resident']!))
  const contracts = { notices: {}, ...some, isDemo: true } as unknown as ResidentContracts
  contracts.notices.unread ??= async () => 0
  const { notices, wallet } = contracts
  notices.of ??= ({ person }) => ({
    list: (...asked) => notices.list(person!, ...asked),
    unread: () => notices.unread(person!),
    find: (...asked) => notices.find(person!, ...asked),
    open: (...asked) => notices.open(person!, ...asked),
    prove: (...asked) => notices.prove(person!, ...asked),
  })
  if (wallet)
    wallet.of ??= ({ person }) => ({
      list: (...asked) => wallet.list(person!, ...asked),
      find: (...asked) => wallet.find(person!, ...asked),
      read: (...asked) => wallet.read(person!, ...asked),
    })
  const routes = portal.pages(contracts)
  const textsIn = createTexts([...moduleTexts(), portal.messages])
  return async (
    line: string,
    { query = {}, body, lang = 'ko', principal = RESIDENT, easy = false, client }: Request = {},
  ): Promise<Response> => {
    const [method, path = ''] = line.split(' ')
    const found = routes.flatMap((route) => {
      const params = route.method === method ? paramsOf(route.path, path) : undefined
      return params ? [{ route, params }] : []
    })[0]
    assert.ok(found, `no page answers ${line}`)
    const { route, params } = found
    const url = new URL(`http://host${path}`)
    for (const [name, value] of Object.entries(query)) for (const one of [value].flat()) url.searchParams.append(name, one)
    const asked = {
      params: route.params?.parse(params),
      query: route.query?.parse(query),
      body: route.body?.parse(body ?? {}),
      principal,
      lang,
      client,
      preferences: { lang, contrast: 'normal', size: 100, easy },
      t: textsIn(lang),
      requestId: 'req',
      url,
      cookies: {},
      raw: new globalThis.Request(url),
    }
    const answer = await route.handle(asked as unknown as Asked<never, never, never>)
    return { ...answer, html: answer.html ?? '' }
  }
}

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
  const match = new RegExp(`^${pattern.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path)
  return match ? Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(match[at + 1]!)])) : undefined
}

const moduleTexts = (): MessageSet[] =>
  globSync('modules/*/messages/ko.json', { cwd: root }).map((path) => {
    const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>
    return { ko: read(path), en: read(path.replace('ko.json', 'en.json')) }
  })

/** What every page of a person must keep, whatever it shows. */
export function assertSound(html: string): void {
  assertDrawn(html)
  assert.match(html, /<meta name="robots" content="noindex"/)
}

/** What every page must keep, private or not. */
export function assertDrawn(html: string): void {
  assert.match(html, /<h1[ >]/)
  assert.equal([...html.matchAll(/<h1[ >]/g)].length, 1, 'one <h1>')
  assert.deepEqual(
    [...html.matchAll(/>\s*((?:resident|ui|problem)\.[\w.]+)/g)].map((match) => match[1]),
    [],
    'a text is missing',
  )
  assert.doesNotMatch(html, /\{[a-z]+(\|[^}]*)?\}(?=[^<]*<\/(?!script))/i, 'a text is not filled')
  assert.doesNotMatch(html, /undefined|\[object Object\]|NaN/)
  assert.doesNotMatch(html, /<[^>]*\s(style|on[a-z]+)=/)
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!)
  assert.equal(new Set(ids).size, ids.length, 'an id stands twice')
  const wanted = [...html.matchAll(/ (?:for|aria-describedby|aria-labelledby)="([^"]+)"/g)].flatMap((match) =>
    match[1]!.split(' '),
  )
  assert.deepEqual(
    wanted.filter((id) => !ids.includes(id)),
    [],
  )
}
