/** Money: whole won as `bigint`. JSON carries a whole number. */
declare const won: unique symbol
export type Won = bigint & { readonly [won]: true }

/** Takes a whole number of won; refuses fractions and what a number cannot hold exactly. */
export function toWon(amount: number | bigint): Won {
  if (typeof amount === 'number' && !Number.isSafeInteger(amount)) throw new RangeError('won is a whole number')
  return BigInt(amount) as Won
}

/** For JSON and `Intl`; won amounts of one person always fit. */
export function wonToNumber(amount: Won): number {
  const number = Number(amount)
  if (!Number.isSafeInteger(number)) throw new RangeError('too large for JSON')
  return number
}

/** `1,234,560원` or `KRW 1,234,560`. */
export function formatWon(amount: Won | number, lang: 'ko' | 'en'): string {
  const digits = new Intl.NumberFormat(lang === 'ko' ? 'ko-KR' : 'en-GB').format(amount)
  return lang === 'ko' ? `${digits}원` : `KRW ${digits}`
}
