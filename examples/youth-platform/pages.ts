/** Pages: plain HTML, nothing else. */
import { readFileSync } from 'node:fs'
import type { Policy } from './policies.ts'

const texts = JSON.parse(readFileSync(new URL('./texts.json', import.meta.url), 'utf8')) as Readonly<Record<string, string>>
export const t = (key: string): string => texts[key] ?? key
export const plain = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0)};`)

const page = (title: string, main: string): string =>
  `<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${plain(title)}</title>
<main><h1>${plain(title)}</h1>${main}</main></html>`

const item = ({ id, title, summary }: Policy, more = ''): string =>
  `<li id="${id}"><h2><a href="/policies/${id}">${plain(title.ko)}</a></h2><p>${plain(summary.ko)}</p>${more}</li>`

export const home = (policies: readonly Policy[]): string =>
  page(
    t('name'),
    `<p>${t('home.lead')}</p><p><a href="/login">${t('home.signIn')}</a></p><ul>${policies.map((one) => item(one)).join('')}</ul>`,
  )

export const one = ({ title, summary }: Policy): string =>
  page(title.ko, `<p>${plain(summary.ko)}</p><p><a href="/">${t('my.all')}</a></p>`)

export interface Mine {
  readonly name: string
  readonly fitting: readonly Policy[]
  readonly saved: readonly Policy[]
}
export const mine = ({ name, fitting, saved }: Mine): string => {
  const save = ({ id }: Policy) => `<form method="post" action="/save/${id}"><button>${t('my.save')}</button></form>`
  const list = fitting.length > 0 ? `<ul>${fitting.map((fit) => item(fit, save(fit))).join('')}</ul>` : `<p>${t('my.none')}</p>`
  const kept = saved.map(({ title }) => `<li>${plain(title.ko)}</li>`).join('')
  return page(
    `${t('my.title')}${name ? ` · ${name}` : ''}`,
    `${list}<h2>${t('my.saved')}</h2><ul>${kept}</ul><p><a href="/logout">${t('my.leave')}</a></p>`,
  )
}

export const notLinked = (platform: string, id: string): string =>
  page(t('my.title'), `<p>${t('my.link')}</p><p><a href="${platform}/plugins/${id}">${t('my.linkAction')}</a></p>`)
export const closed = (): string => page(t('closed.title'), `<p>${t('closed.text')}</p><p><a href="/">${t('my.all')}</a></p>`)
export const refused = (): string => page(t('refused'), `<p><a href="/">${t('my.all')}</a></p>`)
