/** Somebody who visits: keeps cookies, follows forms as a browser without script does, and speaks JSON to the API. */
import { randomUUID } from 'node:crypto'
import { SESSION_COOKIE } from '@dpg/identity/contract'
import { type Form, type Page, readPage } from './page.ts'
import { idOf } from './people.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Path and query it came from. */
  readonly path: string
  readonly text: string
  json<T>(): T
  page(): Page
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  /** `Idempotency-Key`. */
  readonly key?: string
}

export interface Visitor {
  readonly cookies: Map<string, string>
  ask(path: string, ask?: Ask): Promise<Answer>
  /** JSON of an API route; anything but 2xx fails. */
  get<T>(path: string): Promise<T>
  post<T>(path: string, json: unknown, key?: string): Promise<T>
  /** A page, redirects followed; anything but 200 fails. */
  open(path: string): Promise<Answer & { readonly view: Page }>
  /** Sends a form of a page, with some fields filled in, and gives the page it leads to. */
  fill(from: Answer, form: Form, fields?: Ask['form']): Promise<Answer & { readonly view: Page }>
  /** In demonstration mode: by the page, as one of the personas or officials, by name. */
  signIn(name: string): Promise<Visitor>
}

const MOST_REDIRECTS = 5

export function visitor(server: { readonly url: string }): Visitor {
  const cookies = new Map<string, string>()

  const ask = async (path: string, { method, json, form, body, headers, key }: Ask = {}): Promise<Answer> => {
    const sent = new Headers({ 'accept-language': 'ko', ...headers })
    if (cookies.size > 0) sent.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    if (json !== undefined) sent.set('content-type', 'application/json')
    if (form !== undefined) sent.set('content-type', 'application/x-www-form-urlencoded')
    if (key !== undefined) sent.set('idempotency-key', key)
    const content = json !== undefined ? JSON.stringify(json) : form !== undefined ? encode(form) : body
    const response = await fetch(new URL(path, server.url), {
      method: method ?? (content === undefined ? 'GET' : 'POST'),
      headers: sent,
      redirect: 'manual',
      ...(content === undefined ? {} : { body: content as BodyInit }),
    })
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      path,
      text,
      json: <T>() => JSON.parse(text) as T,
      page: () => readPage(text),
    }
  }

  const follow = async (first: Answer): Promise<Answer & { readonly view: Page }> => {
    let answer = first
    for (let steps = 0; answer.status === 303 && steps < MOST_REDIRECTS; steps++) {
      const { pathname, search } = new URL(answer.headers.get('location') ?? '', new URL(answer.path, server.url))
      answer = await ask(pathname + search, { headers: HTML })
    }
    if (answer.status !== 200) throw new Error(`${answer.path}: ${answer.status} ${answer.text.slice(0, 2000)}`)
    return { ...answer, view: answer.page() }
  }

  const visit: Visitor = {
    cookies,
    ask,
    get: async <T>(path: string) => ok(await ask(path)).json<T>(),
    post: async <T>(path: string, json: unknown, key: string = randomUUID()) => ok(await ask(path, { json, key })).json<T>(),
    open: async (path) => follow(await ask(path, { headers: HTML })),
    async fill(from, { method, action, fields }, more = {}) {
      const { pathname, search } = new URL(action || from.path, new URL(from.path, server.url))
      const all = { ...fields, ...more }
      if (method === 'POST') return follow(await ask(pathname + search, { form: all, headers: HTML }))
      return follow(await ask(`${pathname}?${encode(all)}`, { headers: HTML }))
    },
    async signIn(name) {
      const id = idOf(name)
      const page = await visit.open('/signin')
      for (const form of page.view.forms) {
        const button = form.buttons.find(({ value }) => value === id)
        const field = Object.entries(form.fields).find(([, value]) => value === id)
        if (!button && !field) continue
        const answer = await ask(new URL(form.action, new URL('/signin', server.url)).pathname, {
          form: { ...form.fields, ...(button?.name ? { [button.name]: id } : {}) },
          headers: HTML,
        })
        if (answer.status !== 303 || !cookies.has(SESSION_COOKIE)) throw new Error(`${name} could not sign in: ${answer.status}`)
        return visit
      }
      throw new Error(`/signin does not offer ${name}`)
    },
  }
  return visit
}

/** A new visitor who has signed in. */
export const signedIn = (server: { readonly url: string }, name: string): Promise<Visitor> => visitor(server).signIn(name)

const HTML = { accept: 'text/html,application/xhtml+xml' }

function ok(answer: Answer): Answer {
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`${answer.path}: ${answer.status} ${answer.text.slice(0, 2000)}`)
  return answer
}

function encode(form: NonNullable<Ask['form']>): string {
  return new URLSearchParams(
    Object.entries(form).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one as string])),
  ).toString()
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const at = pair.indexOf('=')
  const name = pair.slice(0, at).trim()
  const isOver = attributes.some((one) => /^\s*(max-age=0|expires=thu, 01 jan 1970 .*)\s*$/i.test(one))
  if (isOver) cookies.delete(name)
  else cookies.set(name, pair.slice(at + 1).trim())
}
