/** A page as a reader without script has it: its words, its links, its forms. */
import { type HTMLElement, parse } from 'node-html-parser'

export interface Form {
  readonly method: 'GET' | 'POST'
  readonly action: string
  /** Fields with the values they would be sent with, untouched; buttons are not pressed. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>
  /** Names of everything that asks: inputs, choices, long texts; hidden fields and buttons are not questions. */
  readonly asks: readonly string[]
  readonly buttons: readonly { readonly name: string | undefined; readonly value: string; readonly text: string }[]
}

export interface Page {
  readonly root: HTMLElement
  /** Of the body, white space made one. */
  readonly text: string
  readonly title: string
  readonly links: readonly { readonly href: string; readonly text: string }[]
  readonly forms: readonly Form[]
  /** The text of the main part alone. */
  readonly main: string
}

export function readPage(html: string): Page {
  const root = parse(html)
  return {
    root,
    text: words(root.querySelector('body')),
    main: words(root.querySelector('main')),
    title: words(root.querySelector('title')),
    links: root.querySelectorAll('a[href]').map((link) => ({ href: link.getAttribute('href') ?? '', text: words(link) })),
    forms: root.querySelectorAll('form').map(readForm),
  }
}

const words = (element: HTMLElement | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim()

function readForm(form: HTMLElement): Form {
  const fields: Record<string, string | string[]> = {}
  const asks = new Set<string>()
  const add = (name: string, value: string) => {
    const held = fields[name]
    fields[name] = held === undefined ? value : [...(Array.isArray(held) ? held : [held]), value]
  }
  for (const field of form.querySelectorAll('input, select, textarea')) {
    const name = field.getAttribute('name')
    const type = field.getAttribute('type') ?? 'text'
    if (!name || field.hasAttribute('disabled') || type === 'submit') continue
    if (type !== 'hidden') asks.add(name)
    if (type === 'file' || ((type === 'radio' || type === 'checkbox') && !field.hasAttribute('checked'))) continue
    add(name, sentBy(field))
  }
  return {
    method: (form.getAttribute('method') ?? 'get').toUpperCase() === 'POST' ? 'POST' : 'GET',
    action: form.getAttribute('action') ?? '',
    fields,
    asks: [...asks],
    buttons: form
      .querySelectorAll('button')
      .filter((button) => (button.getAttribute('type') ?? 'submit') === 'submit')
      .map((button) => ({
        name: button.getAttribute('name'),
        value: button.getAttribute('value') ?? '',
        text: words(button),
      })),
  }
}

function sentBy(field: HTMLElement): string {
  if (field.rawTagName.toLowerCase() === 'textarea') return field.textContent
  if (field.rawTagName.toLowerCase() !== 'select') return field.getAttribute('value') ?? (isTick(field) ? 'on' : '')
  const options = field.querySelectorAll('option')
  const chosen = options.find((option) => option.hasAttribute('selected')) ?? options[0]
  return chosen?.getAttribute('value') ?? chosen?.textContent ?? ''
}

const isTick = (field: HTMLElement): boolean => ['checkbox', 'radio'].includes(field.getAttribute('type') ?? '')
