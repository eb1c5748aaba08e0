/** Limits tries: a token bucket per address. In memory: a restart forgives, and each process counts for itself. */
import type { Clock } from '@dpg/kernel'

export interface Tries {
  /** Takes one try; the seconds to wait when there is none left, else 0. */
  take(from: string): number
  /** The try was right after all. */
  giveBack(from: string): void
}

interface Bucket {
  left: number
  at: number
}

const MAX_ADDRESSES = 10_000

export function createTries(clock: Clock, { burst = 20, perMinute = 10 } = {}): Tries {
  const buckets = new Map<string, Bucket>()
  const perMs = perMinute / 60_000
  const bucketOf = (from: string): Bucket => {
    const now = clock.now().epochMilliseconds
    const known = buckets.get(from)
    const left = known ? Math.min(burst, known.left + (now - known.at) * perMs) : burst
    const bucket = { left, at: now }
    // Moved to the end: the first of the map is the one not seen for longest.
    buckets.delete(from)
    if (buckets.size >= MAX_ADDRESSES) buckets.delete(buckets.keys().next().value!)
    buckets.set(from, bucket)
    return bucket
  }
  return {
    take: (from) => {
      const bucket = bucketOf(from)
      if (bucket.left < 1) return Math.ceil((1 - bucket.left) / perMs / 1000)
      bucket.left -= 1
      return 0
    },
    giveBack: (from) => {
      bucketOf(from).left += 1
    },
  }
}
