/** Where each field of the form stands in the files, and how its text is read and shown. */
import { parse, stringify } from 'yaml'
import type { ListName } from '../contract.ts'

export interface Column {
  readonly name: string
  /** Inside the item. */
  readonly path: readonly string[]
  /** Text from what the file holds. */
  readonly show: (value: unknown) => string
  /** What the file is to hold; a text that cannot be read stays as it was typed. */
  readonly read: (text: string) => unknown
}

const oneLine = (value: unknown): string => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim()

const text = (name: string, ...path: string[]): Column => ({
  name,
  path: path.length > 0 ? path : [name],
  show: (value) => (value === undefined || value === null ? '' : typeof value === 'string' ? value : oneLine(value)),
  read: (typed) => typed,
})

/** A value of YAML on one line: a number, a list, true. */
const value = (name: string, ...path: string[]): Column => ({ ...text(name, ...path), read: (typed) => parsed(typed) })

const parsed = (typed: string): unknown => {
  try {
    return parse(typed) as unknown
  } catch {
    return typed
  }
}

/** Words with commas between. */
const names = (name: string, ...path: string[]): Column => ({
  name,
  path,
  show: (list) => (Array.isArray(list) ? list.map(String).join(', ') : text(name).show(list)),
  read: (typed) =>
    typed.trim() === NONE
      ? []
      : typed
          .split(/[,\n]/)
          .map((one) => one.trim())
          .filter((one) => one !== ''),
})

/** "none" told apart from "not said": a case may expect that nothing fails. */
export const NONE = '-'
const namesOrNone = (name: string, ...path: string[]): Column => {
  const column = names(name, ...path)
  return { ...column, show: (list) => (Array.isArray(list) && list.length === 0 ? NONE : column.show(list)) }
}

/** One fact a line: `person.birthDate: 1955-02-28`. */
const facts = (name: string): Column => ({
  name,
  path: [name],
  show: (given) => {
    if (given === null || given === undefined) return ''
    if (typeof given !== 'object' || Array.isArray(given)) return text(name).show(given)
    return Object.entries(given)
      .map(([fact, known]) => `${fact}: ${oneLine(known)}`)
      .join('\n')
  },
  read: (typed) => {
    const read = typed.trim() === '' ? {} : parsed(typed)
    return read !== null && typeof read === 'object' && !Array.isArray(read) ? read : typed
  },
})

/** A row of a table a line, cells between bars. */
const lines = (name: string, ...path: string[]): Column => ({
  name,
  path,
  show: (list) => (Array.isArray(list) ? list.map(String).join('\n') : text(name).show(list)),
  read: (typed) =>
    typed
      .split('\n')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
})
export const BAR = '|'
const rows = (name: string, ...path: string[]): Column => ({
  name,
  path,
  show: (table) =>
    Array.isArray(table)
      ? table
          .map((row) =>
            Array.isArray(row) ? row.map((cell) => (cell === null ? '-' : String(cell))).join(` ${BAR} `) : String(row),
          )
          .join('\n')
      : text(name).show(table),
  read: (typed) =>
    typed
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.split(line.includes('\t') ? '\t' : BAR).map((cell) => cell.trim())),
})

const says = [text('law'), text('ko', 'says', 'ko'), text('en', 'says', 'en')]

const table = [text('hit', 'table', 'hit'), lines('inputs', 'table', 'inputs'), rows('rows', 'table', 'rows')]

export const COLUMNS: Readonly<Record<ListName, readonly Column[]>> = {
  criteria: [text('id'), text('test'), ...table, ...says, text('changeKo', 'change', 'ko'), text('changeEn', 'change', 'en')],
  steps: [text('let'), text('be'), ...table, ...says],
  figures: [text('from'), text('to'), value('value'), text('source'), text('confidence')],
  cases: [
    text('name'),
    text('on'),
    facts('given'),
    value('eligible', 'expect', 'eligible'),
    value('amount', 'expect', 'amount'),
    namesOrNone('failed', 'expect', 'failed'),
    namesOrNone('missing', 'expect', 'missing'),
    text('decision', 'expect', 'decision'),
    text('source'),
  ],
}

/** The field that holds an item's expression, where it has no table. */
export const EXPRESSION = { criteria: 'test', steps: 'be' } as const

/** The field that names an item. */
export const KEYS: Readonly<Record<ListName, string>> = { criteria: 'id', steps: 'let', figures: 'from', cases: 'name' }

export const HEAD: readonly Column[] = [
  text('effectiveFrom'),
  text('version'),
  text('unit', 'award', 'unit'),
  text('each', 'award', 'each'),
  text('per', 'amount', 'per'),
]

export const MOST: Readonly<Record<ListName, number>> = { criteria: 100, steps: 100, figures: 400, cases: 400 }

/** Letters in one field. */
export const LONGEST_FIELD = 40_000
