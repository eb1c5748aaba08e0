/** Limits tries: a token bucket per address. In memory: a restart forgives; how processes count together is in `shared-limits.ts`. */
import type { Clock } from '../time.ts'

export interface Tries {
  /** Takes one try; the seconds to wait when there is none left, else 0. */
  take(from: string): number
  /** The try was right after all. */
  giveBack(from: string): void
  /** So many were taken at another process. */
  takenElsewhere(network: string, count: number): void
}

/** So many at once, and so many more with every minute. */
export interface Allowance {
  readonly burst: number
  readonly perMinute: number
}

interface Bucket {
  left: number
  at: number
}

const MAX_ADDRESSES = 10_000

/** `onTaken`: told of each try that was taken (1) or given back (-1). */
export function createTries(
  clock: Pick<Clock, 'now'>,
  { burst, perMinute }: Allowance = { burst: 20, perMinute: 10 },
  onTaken?: (network: string, by: 1 | -1) => void,
): Tries {
  const buckets = new Map<string, Bucket>()
  const perMs = perMinute / 60_000
  const bucketOf = (from: string): Bucket => {
    const now = clock.now().epochMilliseconds
    const known = buckets.get(from)
    const left = known ? Math.min(burst, known.left + Math.max(0, now - known.at) * perMs) : burst
    const bucket = { left, at: now }
    // Moved to the end: the first of the map is the one not seen for longest.
    buckets.delete(from)
    if (buckets.size >= MAX_ADDRESSES) buckets.delete(buckets.keys().next().value!)
    buckets.set(from, bucket)
    return bucket
  }
  return {
    take: (from) => {
      const network = networkOf(from)
      const bucket = bucketOf(network)
      if (bucket.left < 1) return Math.ceil((1 - bucket.left) / perMs / 1000)
      bucket.left -= 1
      onTaken?.(network, 1)
      return 0
    },
    giveBack: (from) => {
      const network = networkOf(from)
      bucketOf(network).left += 1
      onTaken?.(network, -1)
    },
    takenElsewhere: (network, count) => {
      bucketOf(network).left -= count
    },
  }
}

/** Whoever has one IPv6 address has a whole /64 of them: they count as one. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  const [head = '', tail] = address.toLowerCase().split('::')
  const start = head === '' ? [] : head.split(':')
  const end = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : Math.max(0, 8 - start.length - end.length)
  return [...start, ...Array<string>(gap).fill('0'), ...end]
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')
}
