/** Pages: plain HTML, nothing else, nothing kept. */
import { readFileSync } from 'node:fs'

const texts = JSON.parse(readFileSync(new URL('./texts.json', import.meta.url), 'utf8')) as Readonly<Record<string, string>>
export const t = (key: string, values: Readonly<Record<string, string>> = {}): string =>
  (texts[key] ?? key).replace(/\{(\w+)\}/g, (mark, name: string) => values[name] ?? mark)
const plain = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0)};`)

const page = (title: string, main: string): string =>
  `<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${plain(title)}</title>
<main><h1>${plain(title)}</h1>${main}<p><a href="/">${t('home')}</a></p></main></html>`

export const home = (): string =>
  page(
    t('name'),
    `<p>${t('home.lead')}</p><p><a href="/check">${t('home.check')}</a></p><p><a href="/booking">${t('home.booking')}</a></p>`,
  )

export const QUESTIONS = ['q1', 'q2', 'q3', 'q4', 'q5'] as const
const ANSWERS = ['0', '1', '2'] as const

export function check(): string {
  const asked = QUESTIONS.map((q) => {
    const answers = ANSWERS.map(
      (a) => `<label><input type="radio" name="${q}" value="${a}" required> ${t(`check.a${a}`)}</label>`,
    )
    return `<fieldset><legend>${t(`check.${q}`)}</legend>${answers.join(' ')}</fieldset>`
  })
  return page(
    t('home.check'),
    `<p>${t('check.lead')}</p><form method="post" action="/check">${asked.join('')}<button>${t('check.done')}</button></form>`,
  )
}

/** Of ten: what one might do now, never what one has. */
export const checked = (sum: number): string =>
  page(
    t('home.check'),
    `<p>${t(sum >= 6 ? 'check.heavy' : sum >= 3 ? 'check.some' : 'check.light')}</p><p>${t('check.note')}</p>
<p><a href="/booking">${t('home.booking')}</a></p>`,
  )

export const booking = (free: readonly string[], band: string | undefined, isGone = false): string =>
  page(
    t('booking.title'),
    `${isGone ? `<p>${t('booking.gone')}</p>` : ''}<p>${t('booking.lead')}</p>${band ? `<p>${t('booking.with', { band })}</p>` : ''}<ul>${free
      .map((when) => {
        const field = `<input type="hidden" name="when" value="${plain(when)}">`
        return `<li>${plain(when)} <form method="post" action="/booking">${field}<button>${t('booking.choose')}</button></form></li>`
      })
      .join('')}</ul>`,
  )

export const booked = (when: string, isTold: boolean): string =>
  page(
    t('booking.title'),
    `<p>${t('booking.done', { when: plain(when), where: t('place') })}</p><p>${t(isTold ? 'booking.notice' : 'booking.noNotice')}</p>`,
  )
export const closed = (): string => page(t('closed.title'), `<p>${t('closed.text')}</p>`)
export const refused = (): string => page(t('refused'), '')
