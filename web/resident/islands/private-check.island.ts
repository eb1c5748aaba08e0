/**
 * The check without a server: forms are answered by a worker on this device, from rules that it has loaded. Nothing that is typed is
 * sent, and nothing is kept unless the reader asks for it (then in this tab only).
 */
import type { MountIsland } from '@dpg/ui'
import { createAnswerer } from '../public/check/device/answerer.ts'
import type { Drawn, Step } from '../public/check/device/messages.ts'
import { keepOffline } from '../public/check/offline/keep.ts'
import { settleLetters } from '../public/check/device/letters.ts'
import { createMemory } from '../public/check/device/memory.ts'
import type { CheckReader } from '../public/check/world.ts'

interface Props {
  readonly rules: string
  readonly today: string
  readonly who: CheckReader['who']
  /** The script of the service worker; null: nothing is to be kept. */
  readonly offline: string | null
  /** The page was kept on this device, it has not just come from the server. */
  readonly isKept: boolean
  readonly words: Readonly<Record<'loading' | 'ready' | 'waiting' | 'erased' | 'offline' | 'kept' | 'forgotten', string>>
}

const START: Step = { path: '/check', fields: {} }

/** Answers at once that forms stay here; the rules come afterwards. */
export const mount: MountIsland = (element, { words, offline, isKept, ...said }: Props) => {
  if (!('Worker' in globalThis)) return
  const rules = { ...said, today: isKept ? laterDay(said.today) : said.today }
  const memory = createMemory()
  const letters = settleLetters()
  let steps: Step[] = [START]
  let status = words.loading
  let carried: Drawn['carried'] = {}
  let kept = Promise.resolve()

  const dress = () => {
    // Browsers keep what stands in fields; only what is asked for is to be kept.
    for (const form of element.querySelectorAll('form')) form.autocomplete = 'off'
    for (const one of element.querySelectorAll<HTMLElement>('[data-private-only]')) one.hidden = false
    const keep = element.querySelector<HTMLInputElement>('[data-private-keep]')
    if (keep) keep.checked = memory.isOn()
    say(status)
  }
  const say = (text: string) => {
    status = text
    for (const one of element.querySelectorAll('[data-private-status]')) if (one.textContent !== text) one.textContent = text
  }
  const exchangeNote = (name: string) => {
    const template = element.querySelector<HTMLTemplateElement>(`template[data-private="${name}"]`)
    const note = element.querySelector('[data-private-note]')
    if (template) note?.replaceChildren(template.content.cloneNode(true))
  }
  const templates = [...element.querySelectorAll('template')]
  const show = (drawn: Drawn) => {
    element.innerHTML = drawn.html
    element.append(...templates)
    document.title = drawn.title
    element.closest('main')?.classList.replace(drawn.layout === 'wide' ? 'main-read' : 'main-wide', `main-${drawn.layout}`)
    carried = drawn.carried
    memory.keep(carried)
    dress()
    begin(element)
  }

  const answerer = createAnswerer(rules, {
    ready: () => {
      element.dataset['rules'] = 'ready'
      say(isKept ? words.kept : words.ready)
      kept = keep()
    },
    letters: (all) => {
      // Through the service worker, where there is one, so that they are there without a network, too.
      void kept
        .then(() => letters.fetchFor(all + document.body.textContent))
        .then(() => {
          element.dataset['letters'] = 'ready'
        })
    },
    failed: () => {
      // From here on the forms go to the server, and the page has said so before anybody presses again.
      element.removeEventListener('submit', submit)
      element.dataset['rules'] = 'failed'
      letters.release()
      for (const one of element.querySelectorAll<HTMLElement>('[data-private-only]')) one.hidden = true
      exchangeNote('failed')
    },
  })
  const keep = async () => {
    const isThere = await keepOffline(offline)
    element.dataset['offline'] = isThere ? 'ready' : 'none'
    if (status === words.ready && (isThere || offline === null))
      say(`${words.ready} ${isThere ? words.offline : words.forgotten}`)
  }
  const go = async (step: Step, at: number) => {
    if (element.dataset['rules'] !== 'ready') say(words.waiting)
    await letters.settled
    const drawn = await answerer.ask(step)
    if (!drawn) return
    show(drawn)
    steps = [...steps.slice(0, at), step]
    if (history.state?.check !== at) history.pushState({ check: at }, '', '/check')
  }
  const place = (): number => Number(history.state?.check) || 0
  const submit = (event: SubmitEvent) => {
    const step = stepOf(event)
    if (!step) return
    event.preventDefault()
    void go(step, place() + 1)
  }

  element.addEventListener('submit', submit)
  element.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches('[data-private-keep]')) memory.turn(target.checked, carried)
  })
  element.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element) || !target.closest('[data-private-erase] button')) return
    memory.turn(false, {})
    history.replaceState({ check: 0 }, '', '/check')
    void go(START, 0).then(() => say(words.erased))
  })
  addEventListener('popstate', () => {
    const step = steps[place()]
    if (step) void answerer.ask(step).then((drawn) => drawn && show(drawn))
  })

  history.replaceState({ check: 0 }, '', location.pathname === '/check' ? undefined : '/check')
  exchangeNote('device')
  dress()
  const before = memory.kept()
  if (before) void go({ path: '/check', fields: before }, 0)
}

/** A page that was kept does not know what day it is; the device does, if its clock has not stood still. */
function laterDay(day: string): string {
  const now = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date())
  return now > day ? now : day
}

/** The form as the browser would have sent it; undefined: not one of the check. */
function stepOf({ target, submitter }: SubmitEvent): Step | undefined {
  if (!(target instanceof HTMLFormElement)) return undefined
  const button = submitter instanceof HTMLButtonElement ? submitter : undefined
  const { pathname } = new URL(button?.getAttribute('formaction') ?? target.action, location.href)
  if (pathname !== '/check' && pathname !== '/check/why') return undefined
  const fields = [...new FormData(target, submitter)].filter((field): field is [string, string] => typeof field[1] === 'string')
  return { path: pathname, fields: Object.fromEntries(fields) }
}

/** As a new page would: at the top, read from its heading or its errors; a search, from what it found. */
function begin(element: HTMLElement): void {
  // What was searched for stands further down.
  const found = (element.querySelector('[name="find"]') as HTMLInputElement | null)?.value ? '#find' : 'h1'
  const first = element.querySelector<HTMLElement>('.error-summary') ?? element.querySelector<HTMLElement>(found)
  if (!first) return
  first.tabIndex = -1
  scrollTo(0, 0)
  first.focus({ preventScroll: first.tagName === 'H1' })
}
