/** The editor while somebody types: it saves and checks after a pause, and offers the words that rules may use. */
import type { MountIsland } from '@dpg/ui'
import { completeIn, type Word } from './rules-completion.ts'

interface Props {
  readonly live: string
  readonly vocabulary: string
  readonly words: Readonly<Record<'saving' | 'saved' | 'failed' | 'stale' | 'suggestions' | 'how', string>>
}

interface Finding {
  readonly field: string
  readonly level: string
  readonly message: string
  readonly remedy: string
}

const PAUSE_MS = 700

export const mount: MountIsland = async (element, props: Props) => {
  const form = element.querySelector('form')
  if (!form) return
  const status = document.createElement('p')
  status.className = 'hint authoring-live'
  status.setAttribute('role', 'status')
  const buttons = form.querySelector(':scope > .button-row') ?? form
  buttons.append(status)
  watch(form, props, status)
  for (const area of form.querySelectorAll<HTMLTextAreaElement>(EXPRESSIONS)) area.spellcheck = false
  const answer = await fetch(props.vocabulary)
  if (!answer.ok) return
  const { items } = (await answer.json()) as { items: readonly Word[] }
  const areas = [...form.querySelectorAll<HTMLTextAreaElement>(EXPRESSIONS)]
  for (const area of areas) completeIn(area, () => [...stepsOf(form), ...items], props.words.suggestions)
  const hint = areas[0]?.closest('.form-group')?.querySelector('.form-hint')
  hint?.append(document.createElement('br'), props.words.how)
}

const EXPRESSIONS =
  'textarea[name$=".test"], textarea[name$=".be"], textarea[name$=".given"], textarea[name$=".inputs"], textarea[name$=".each"]'

/** Names of the steps, as they stand in the form. */
const stepsOf = (form: HTMLFormElement): Word[] =>
  [...form.querySelectorAll<HTMLInputElement>('input[name^="steps."][name$=".let"]')]
    .filter(({ value }) => value !== '')
    .map(({ value }) => ({ name: value, label: '', kind: 'step', detail: '' }))

/** Saves after a pause, one save at a time; what is typed meanwhile is saved by the next. A button waits for the save before it. */
function watch(form: HTMLFormElement, { live, words }: Props, status: HTMLElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<void> | undefined
  let isLeaving = false
  const send = async () => {
    status.textContent = words.saving
    try {
      const response = await fetch(live, { method: 'POST', body: new URLSearchParams(fieldsOf(form)) })
      if (!response.ok) status.textContent = response.status === 409 ? words.stale : words.failed
      else {
        show(form, await response.text())
        status.textContent = words.saved
        if (timer === undefined) delete form.dataset['unsaved']
      }
    } catch {
      status.textContent = words.failed
    }
  }
  const later = () => {
    form.dataset['unsaved'] = ''
    clearTimeout(timer)
    timer = setTimeout(save, PAUSE_MS)
  }
  const save = () => {
    timer = undefined
    if (isLeaving) return
    if (saving) return later()
    saving = send().finally(() => {
      saving = undefined
    })
  }
  form.addEventListener('input', later)
  form.addEventListener('submit', (event) => {
    clearTimeout(timer)
    isLeaving = true
    if (!saving) return
    // It would say that it was made on a revision that is just being replaced.
    event.preventDefault()
    void saving.then(() => form.requestSubmit(event.submitter))
  })
  // The browser asks before what is not saved yet is left behind.
  window.addEventListener('beforeunload', (event) => {
    if (!isLeaving && form.dataset['unsaved'] !== undefined) event.preventDefault()
  })
  window.addEventListener('pageshow', () => {
    isLeaving = false
  })
}

const fieldsOf = (form: HTMLFormElement): [string, string][] =>
  [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : []))

/** The results drawn anew, the revision for the next save, and each mistake at its field. */
function show(form: HTMLFormElement, html: string): void {
  const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('results')
  const old = document.getElementById('results')
  if (!fresh || !old) return
  const open = new Set([...old.querySelectorAll<HTMLDetailsElement>('details[open] > summary')].map((one) => key(one)))
  for (const details of fresh.querySelectorAll('details')) details.open = open.has(key(details.querySelector('summary')))
  old.replaceWith(fresh)
  const revision = form.elements.namedItem('revision')
  if (revision instanceof HTMLInputElement) revision.value = fresh.dataset['revision'] ?? revision.value
  const findings = JSON.parse(fresh.dataset['findings'] ?? '[]') as readonly Finding[]
  // Rows that were new have been written now: the next save must find them by their names.
  for (const was of form.querySelectorAll<HTMLInputElement>('input[name$=".was"]'))
    if (was.value === '' || was.dataset['own']) rename(form, was)
  for (const control of form.querySelectorAll<HTMLElement>('textarea[name], input[name]:not([type=hidden])'))
    mark(control, findings)
}

/** What a summary says without its numbers. */
const key = (summary: Element | null): string => (summary?.textContent ?? '').replace(/\d+/g, '')

const NAMES = { criteria: 'id', steps: 'let', cases: 'name', figures: 'from' } as const

/** The server calls an item by its name, or by its place when it has none of its own. */
function rename(form: HTMLFormElement, was: HTMLInputElement): void {
  const [list = '', index = ''] = was.name.split('.')
  const field = NAMES[list as keyof typeof NAMES]
  const named = [...form.querySelectorAll<HTMLInputElement>(`input[name^="${list}."][name$=".${field}"]`)]
  const own = named.find(({ name }) => name === `${list}.${index}.${field}`)?.value.trim() ?? ''
  const isAlone = own !== '' && named.filter(({ value }) => value.trim() === own).length === 1
  was.value = isAlone ? own : `#${placeOf(form, list, index)}`
  was.dataset['own'] = '1'
}

/** Figures are counted within their parameter, all else within the list. */
function placeOf(form: HTMLFormElement, list: string, index: string): number {
  const parameterOf = (at: string) => form.querySelector<HTMLInputElement>(`input[name="${list}.${at}.parameter"]`)?.value
  const all = [...form.querySelectorAll<HTMLInputElement>(`input[name^="${list}."][name$=".was"]`)].map(
    ({ name }) => name.split('.')[1] ?? '',
  )
  return all.filter((at) => parameterOf(at) === parameterOf(index)).indexOf(index)
}

/** What is wrong, under the field, as the server would have drawn it. */
function mark(control: HTMLElement, findings: readonly Finding[]): void {
  const group = control.closest('.form-group')
  if (!group || group.tagName === 'FIELDSET') return
  const id = `${control.id}-error`
  const finding = findings.find(({ field, level }) => field === control.getAttribute('name') && level === 'error')
  const old = document.getElementById(id)
  group.classList.toggle('is-error', finding !== undefined)
  const hint = document.getElementById(`${control.id}-hint`)?.id
  const described = [hint, finding && id].filter(Boolean).join(' ')
  if (described) control.setAttribute('aria-describedby', described)
  else control.removeAttribute('aria-describedby')
  if (finding) control.setAttribute('aria-invalid', 'true')
  else control.removeAttribute('aria-invalid')
  if (!finding) {
    old?.remove()
    return
  }
  const text = old ?? document.createElement('p')
  text.id = id
  text.className = 'form-error'
  text.textContent = `${finding.message} ${finding.remedy}`
  if (!old) group.querySelector('.form-conts')?.before(text)
}
