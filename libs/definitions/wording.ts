/** Sentences of the catalogue's descriptions, in Korean and English together. */
import { particle } from '@dpg/korean/particles'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }

/** A text in both languages. */
export interface Both {
  readonly ko: string
  readonly en: string
}

type Key = keyof typeof ko

type Values = Readonly<Record<string, string | Both>>
type Language = 'ko' | 'en'
type Part = string | { readonly name: string; readonly mark: string | undefined }

/** Texts ready to be filled: thousands of entries are described with them. */
const TEXTS = new Map((Object.keys(ko) as Key[]).map((key) => [key as string, { ko: partsOf(ko[key]), en: partsOf(en[key]) }]))
const FIXED = new Map((Object.keys(ko) as Key[]).map((key) => [key as string, { ko: ko[key], en: en[key] }]))

/** A text of messages/ with its names filled; a name may have a value for each language. */
export function say(key: Key, values?: Values): Both {
  if (values === undefined) return FIXED.get(key)!
  const text = TEXTS.get(key)!
  return { ko: fill(text.ko, values, 'ko'), en: fill(text.en, values, 'en') }
}

/** The same, where the key may not exist: then `other` in both languages. */
export const sayOr = (key: string, other: string): Both => FIXED.get(key) ?? { ko: other, en: other }

/** Any text with its Korean where English is missing. */
export const both = (text: { readonly ko: string; readonly en?: string | undefined }): Both => ({
  ko: text.ko,
  en: text.en ?? text.ko,
})

const OR = { ko: new Intl.ListFormat('ko', { type: 'disjunction' }), en: new Intl.ListFormat('en', { type: 'disjunction' }) }

/** `방문 또는 정부24`, `visit or gov.kr`. */
export const anyOf = (texts: readonly Both[]): Both => {
  if (texts.length === 1) return texts[0]!
  return { ko: OR.ko.format(texts.map((text) => text.ko)), en: OR.en.format(texts.map((text) => text.en)) }
}

/** One after the other: sentences by a space, or with another mark between them. */
export function join(parts: readonly (Both | null)[], mark = ' '): Both {
  let [ko, en] = ['', '']
  for (const part of parts) {
    if (part === null) continue
    ko += ko === '' ? part.ko : mark + part.ko
    en += en === '' ? part.en : mark + part.en
  }
  return { ko, en }
}

function partsOf(text: string): readonly Part[] {
  return text.split(/(\{[^{}]+\})/).flatMap((part, index): Part[] => {
    if (index % 2 === 0) return part === '' ? [] : [part]
    const [name, mark] = part.slice(1, -1).split('|') as [string, string?]
    return [{ name, mark }]
  })
}

function fill(parts: readonly Part[], values: Values, language: Language): string {
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const value = values[part.name]!
    const said = typeof value === 'string' ? value : value[language]
    text += part.mark === undefined ? said : said + particle(said, part.mark)
  }
  return text
}
