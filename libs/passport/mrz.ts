/** 기계판독영역(MRZ) of a passport booklet: two lines of 44 characters (ICAO Doc 9303-4, TD3), each part with its check digit. */
import { MalformedError } from './der.ts'

export interface Mrz {
  /** Three letters: who issued it. */
  readonly state: string
  readonly surname: string
  readonly givenNames: string
  readonly number: string
  readonly nationality: string
  /** ISO day. */
  readonly bornOn: string
  readonly sex: 'F' | 'M' | 'X'
  /** ISO day: the last on which it counts. */
  readonly expiresOn: string
  /** What the state wrote in its own field. */
  readonly personal: string
}

const LINE = 44
const SHAPE = /^[A-Z0-9<]{88}$/

/** Throws MalformedError when a check digit does not fit or a day does not exist. `today`: ISO day; a birth lies before it. */
export function readMrz(text: string, today: string): Mrz {
  const both = text.replace(/[\r\n]/g, '')
  if (!SHAPE.test(both) || both[0] !== 'P') throw new MalformedError('no machine-readable zone of a passport')
  const [first, second] = [both.slice(0, LINE), both.slice(LINE)]
  const checked = (from: number, to: number, what: string): string => {
    const part = second.slice(from, to)
    if (checkDigit(part) !== digitAt(second, to)) throw new MalformedError(`the check digit of ${what} does not fit`)
    return part
  }
  const number = checked(0, 9, 'the number')
  const born = checked(13, 19, 'the birth date')
  const ends = checked(21, 27, 'the expiry date')
  const personal = checked(28, 42, 'the personal field')
  const all = second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 43)
  if (checkDigit(all) !== digitAt(second, 43)) throw new MalformedError('the check digit of the whole does not fit')
  const [surname = '', givenNames = ''] = first.slice(5).split('<<', 2)
  const sex = second[20]
  return {
    state: plain(first.slice(2, 5)),
    surname: spaced(surname),
    givenNames: spaced(givenNames),
    number: plain(number),
    nationality: plain(second.slice(10, 13)),
    bornOn: dayOf(born, (year) => (`20${year}` + born.slice(2) > today.replaceAll('-', '').slice(0, 8) ? 19 : 20)),
    sex: sex === 'F' || sex === 'M' ? sex : 'X',
    // Passports live for ten years: what ends, ends in this century.
    expiresOn: dayOf(ends, () => 20),
    personal: plain(personal),
  }
}

const WEIGHTS = [7, 3, 1] as const

/** 7-3-1 over digits, letters from 10, fillers as zero (Doc 9303-3, 4.9). */
export function checkDigit(text: string): number {
  let sum = 0
  for (const [at, char] of [...text].entries()) sum += worthOf(char) * WEIGHTS[at % 3]!
  return sum % 10
}

const worthOf = (char: string): number => (char === '<' ? 0 : char >= 'A' ? char.charCodeAt(0) - 55 : Number(char))
/** A filler stands for the digit of an empty part. */
const digitAt = (line: string, at: number): number => (line[at] === '<' ? 0 : Number(line[at]))
const plain = (text: string): string => text.replaceAll('<', ' ').trim()
const spaced = (text: string): string => plain(text).replace(/ +/g, ' ')

function dayOf(digits: string, centuryOf: (year: string) => number): string {
  const year = digits.slice(0, 2)
  const day = `${centuryOf(year)}${year}-${digits.slice(2, 4)}-${digits.slice(4)}`
  if (Number.isNaN(Date.parse(day)) || new Date(`${day}T00:00Z`).toISOString().slice(0, 10) !== day)
    throw new MalformedError('a day that does not exist')
  return day
}
