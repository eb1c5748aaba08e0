/** What people are called: ids that are the same in every run, and numbers that no real person can have. */
import type { Id } from '@dpg/kernel'
import { civil } from '@dpg/period'
import { randomOf } from './draw/random.ts'
import type { Sex } from './pack.ts'

const SALTS = { per: 1, hh: 2 } as const
/** Ids look as if made one a millisecond from this instant on (2026-01-01T00:00:00Z), so that they sort in order. */
const START_MS = 1_767_225_600_000

const hex = (value: number, digits: number): string => Math.floor(value).toString(16).padStart(digits, '0').slice(-digits)

/** A UUIDv7-shaped id (RFC 9562 §5.7) of the `index`th person or household of a seed. */
export const idOf = <T extends Id<string>>(prefix: keyof typeof SALTS, seed: number, index: number): T => {
  const random = randomOf(seed, SALTS[prefix], index)
  const time = hex(START_MS + index, 12)
  const bits = (digits: number): string => hex(random() * 16 ** digits, digits)
  const variant = '89ab'.charAt(Math.floor(random() * 4))
  return `${prefix}_${time.slice(0, 8)}-${time.slice(8)}-7${bits(3)}-${variant}${bits(3)}-${bits(6)}${bits(6)}` as T
}

/**
 * A resident number in the right shape that nobody has: the seventh digit is 9 or 0, given to those born in the 1800s.
 */
export const residentNumber = (id: string, born: number, sex: Sex): string => {
  const { year, month, day } = civil(born)
  const two = (n: number): string => String(n % 100).padStart(2, '0')
  const serial = (Number.parseInt(id.slice(-8), 16) % 1_000_000).toString().padStart(6, '0')
  return `${two(year)}${two(month)}${two(day)}-${sex === 'male' ? '9' : '0'}${serial}`
}

/** A phone number of an exchange that is not in use (010-0…). */
export const phoneOf = (id: string): string => {
  const digits = (Number.parseInt(id.slice(-7), 16) % 10_000_000).toString().padStart(7, '0')
  return `010-0${digits.slice(0, 3)}-${digits.slice(3)}`
}

/** A passport number that no state gives: it begins with Z. Nine characters, as a machine reads them; forty-eight bits, so that none is given twice. */
export const passportNumber = (id: string): string => {
  const serial = BigInt(`0x${id.slice(-12)}`) % 36n ** 8n
  return `Z${serial.toString(36).toUpperCase().padStart(8, '0')}`
}

/** Six in ten people. */
export const hasPassport = (id: string): boolean => Number.parseInt(id.slice(-3), 16) % 10 < 6

export const accountOf = (id: string): string =>
  `000-${(Number.parseInt(id.slice(-9), 16) % 1_000_000_000).toString().padStart(9, '0')}`

/** A business number with a wrong check digit, so that it is none. */
export const businessNumber = (id: string): string => {
  const nine = (Number.parseInt(id.slice(-9), 16) % 1_000_000_000).toString().padStart(9, '0')
  const sum =
    [1, 3, 7, 1, 3, 7, 1, 3, 5].reduce((total, weight, i) => total + weight * Number(nine[i]), 0) +
    Math.floor((5 * Number(nine[8])) / 10)
  return `${nine.slice(0, 3)}-${nine.slice(3, 5)}-${nine.slice(5)}${(11 - (sum % 10)) % 10}`
}
