/** String functions and conversions (DMN 1.5, 10.3.4.1 and .3). Characters are code points. */
import { isNum, parseNumber, toNumber } from '../numbers.ts'
import { isList, type Value, valueText } from '../values.ts'
import { type Fn, fn, type Functions, picking } from './function.ts'

const MAX_TEXT = 1_000_000

const two = (gives: 'string' | 'boolean', run: (a: string, b: string) => Value): Fn =>
  fn('string, match', gives, ([a, b]) => (typeof a === 'string' && typeof b === 'string' ? run(a, b) : null), [
    'string',
    'string',
  ])
const one = (gives: 'string' | 'number', run: (a: string) => Value): Fn =>
  fn('string', gives, ([a]) => (typeof a === 'string' ? run(a) : null), ['string'])

function substring(text: Value, start: Value, length: Value): Value {
  if (typeof text !== 'string' || !isNum(start)) return null
  const at = Math.trunc(toNumber(start))
  const size = length === undefined || length === null ? undefined : isNum(length) ? Math.trunc(toNumber(length)) : 0
  if (at === 0 || (size !== undefined && size < 1)) return null
  const points = [...text]
  const from = at > 0 ? at - 1 : points.length + at
  if (from < 0 || from > points.length) return null
  return points.slice(from, size === undefined ? undefined : from + size).join('')
}

function toNumberValue(from: Value, grouping: Value, decimal: Value): Value {
  if (typeof from !== 'string') return null
  const isSeparator = (mark: Value) => mark === undefined || mark === null || mark === ' ' || mark === '.' || mark === ','
  if (!isSeparator(grouping) || !isSeparator(decimal) || decimal === ' ') return null
  if (typeof grouping === 'string' && grouping === decimal) return null
  const plain = typeof grouping === 'string' ? from.split(grouping).join('') : from
  return parseNumber(typeof decimal === 'string' ? plain.split(decimal).join('.') : plain)
}

function join(list: Value, delimiter: Value): Value {
  if (!isList(list) || !(delimiter === undefined || delimiter === null || typeof delimiter === 'string')) return null
  const parts = list.filter((item) => item !== null)
  if (!parts.every((item) => typeof item === 'string')) return null
  const text = parts.join(delimiter ?? '')
  return text.length > MAX_TEXT ? null : text
}

export const text: Functions = {
  string: fn('from', 'string', ([from]) => (from === null ? null : valueText(from))),
  number: fn('from, grouping separator?, decimal separator?', 'number', ([a, b, c]) => toNumberValue(a, b, c), ['string']),
  substring: picking(
    fn('string, start position, length?', 'string', ([a, b, c]) => substring(a, b, c), ['string', 'number', 'number']),
  ),
  'string length': one('number', (a) => [...a].length),
  'upper case': one('string', (a) => a.toUpperCase()),
  'lower case': one('string', (a) => a.toLowerCase()),
  'substring before': two('string', (a, b) => (a.includes(b) ? a.slice(0, a.indexOf(b)) : '')),
  'substring after': two('string', (a, b) => (a.includes(b) ? a.slice(a.indexOf(b) + b.length) : '')),
  contains: two('boolean', (a, b) => a.includes(b)),
  'starts with': two('boolean', (a, b) => a.startsWith(b)),
  'ends with': two('boolean', (a, b) => a.endsWith(b)),
  'string join': fn('list, delimiter?', 'string', ([list, delimiter]) => join(list, delimiter), ['list', 'string']),
}
