/** A page that is the same for many people but for a few words: drawn once with blanks, into which the words of each are put. */
import type { JSX } from 'preact'
import { render } from './render.ts'

export type Words = Readonly<Record<string, string>>
export type Blank<W extends Words> = (words: W) => string

/**
 * `draw` gets a mark in place of each word, and does with it what it does with the word: shows it as it is. Inside of addresses and of an
 * island's props only words of letters, digits, `-` and `_` may stand.
 */
export function drawBlank<W extends Words>(names: readonly (keyof W & string)[], draw: (marks: W) => JSX.Element): Blank<W> {
  // Nothing that is drawn can hold a mark by chance, or on purpose.
  const marks = names.map((name) => ({ name, mark: `blank-${crypto.randomUUID()}` }))
  const html = render(draw(Object.fromEntries(marks.map(({ name, mark }) => [name, mark])) as W))
  const nameOf = new Map(marks.map(({ name, mark }) => [mark, name]))
  const pieces = html.split(new RegExp(`(${marks.map(({ mark }) => mark).join('|')})`))
  return (words) => pieces.map((piece, place) => (place % 2 === 0 ? piece : escapeText(words[nameOf.get(piece)!]!))).join('')
}

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' }
/** As what is drawn is escaped, in text and in attributes. */
const escapeText = (text: string): string => text.replace(/[&<"]/g, (character) => ESCAPED[character]!)
