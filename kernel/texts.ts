/** Texts for people, by key, Korean first. Variables by name, particles by mark: `{name|이/가}`. */
import { particle } from './particles.ts'

export type Lang = 'ko' | 'en'
export interface Text {
  readonly ko: string
  readonly en?: string | undefined
}
export type Messages = Readonly<Record<string, string>>
export interface MessageSet {
  readonly ko: Messages
  readonly en: Messages
}
export type TextValues = Readonly<Record<string, unknown>>
/** A function bound to one reader's language: `t('cases.submitted', { number })`. An unknown key shows itself. */
export type Translate = (key: string, values?: TextValues) => string

/** Fills `{name}` and `{name|이/가}`; an absent value stays visible as `{name}`. */
export function fill(template: string, values: TextValues = {}): string {
  return template.replace(/\{([\w.]+)(?:\|([^}]+))?\}/g, (mark, name: string, pair: string | undefined) => {
    const value = values[name]
    if (value === undefined || value === null) return mark
    const text = String(value)
    return pair ? text + particle(text, pair) : text
  })
}

/** Names left unfilled in a text, for those who must refuse an unfinished letter. */
export const placeholders = (template: string): string[] => [
  ...new Set([...template.matchAll(/\{([\w.]+)(?:\|[^}]+)?\}/g)].map((match) => match[1] ?? '')),
]

/** One `Translate` per language over several message sets; other languages fall back to English, then Korean. */
export function createTexts(sets: readonly MessageSet[]): (lang: Lang) => Translate {
  const ko = Object.assign({}, ...sets.map((set) => set.ko)) as Messages
  const en = Object.assign({}, ...sets.map((set) => set.en)) as Messages
  return (lang) => (key, values) => {
    const template = (lang === 'en' ? (en[key] ?? ko[key]) : (ko[key] ?? en[key])) ?? key
    return fill(template, values)
  }
}

/** The reader's version of a two-language text. */
export const textIn = (text: Text, lang: Lang): string => (lang === 'en' ? (text.en ?? text.ko) : text.ko)
