/** Reads an amount as people write it in Korea. */

const UNITS = new Map([
  ['억', 100_000_000n],
  ['만', 10_000n],
])
const LIMIT = 10_000_000_000_000n

/**
 * `1,234,560`, `1234560원`, `300만`, `1억 2,000만 원` -> whole won; undefined when it is no amount
 * (letters, fractions, negative, above ten trillion).
 */
export function readWon(text: string): bigint | undefined {
  const plain = text.replace(/[,\s₩]/g, '').replace(/원$/, '')
  const match = /^(?:(\d{1,8})억)?(?:(\d{1,8})만)?(\d{1,14})?$/.exec(plain)
  if (!match || plain === '') return undefined
  const [, eok, man, rest] = match
  const sum = BigInt(eok ?? 0) * UNITS.get('억')! + BigInt(man ?? 0) * UNITS.get('만')! + BigInt(rest ?? 0)
  return sum <= LIMIT ? sum : undefined
}
