/** The most recent few, so that what is looked at often is made once. */
export interface Lru<K, V> {
  get(key: K, make: () => V): V
}

export function createLru<K, V>(size: number): Lru<K, V> {
  const kept = new Map<K, V>()
  return {
    get(key, make) {
      const known = kept.get(key)
      const value = known ?? make()
      kept.delete(key)
      kept.set(key, value)
      if (kept.size > size) kept.delete(kept.keys().next().value!)
      return value
    },
  }
}

/** The same for what is fetched: a failure is not kept. */
export function createAsyncLru<K, V>(size: number): { get(key: K, fetch: () => Promise<V>): Promise<V> } {
  const kept = new Map<K, Promise<V>>()
  return {
    get(key, fetch) {
      const known = kept.get(key)
      const value = known ?? fetch()
      kept.delete(key)
      kept.set(key, value)
      if (kept.size > size) kept.delete(kept.keys().next().value!)
      if (!known) value.catch(() => kept.get(key) === value && kept.delete(key))
      return value
    },
  }
}
