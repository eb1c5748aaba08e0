/** Verification numbers: 15 random digits and a check digit, so that a slip of the finger is told from a forged document. */
import { randomInt } from 'node:crypto'

const RANDOM_DIGITS = 15

export function newNumber(): string {
  const digits = Array.from({ length: RANDOM_DIGITS }, () => randomInt(10)).join('')
  return digits + checkDigit(digits)
}

/** The 16 digits of what somebody typed, with or without hyphens and spaces; undefined when they cannot be a number of ours. */
export function parseNumber(typed: string): string | undefined {
  const digits = typed.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '')
  if (!/^\d{16}$/.test(digits)) return undefined
  return checkDigit(digits.slice(0, RANDOM_DIGITS)) === digits.at(-1) ? digits : undefined
}

/** `1234-5678-9012-3456` */
export const formatNumber = (digits: string): string => digits.match(/.{4}/g)!.join('-')

/** ISO/IEC 7064 MOD 11,10: finds every wrong digit and nearly every swap of neighbours. */
export function checkDigit(digits: string): string {
  let product = 10
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10 || 10
    product = (sum * 2) % 11
  }
  return String((11 - product) % 10)
}
