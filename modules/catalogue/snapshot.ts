/** What is in force, in memory: put together from the published versions of one release, never from a folder. */
import { rulesOf, type ServiceDefinition, serviceIds, serviceOf } from '@dpg/definitions'
import type { Query } from '@dpg/kernel/server'
import type { Declarations } from '@dpg/rules'
import type { DefinitionKind, ReleaseId, Snapshot } from './contract.ts'
import { createLru } from './lru.ts'
import { idsOf, putTogether } from './pack-parts.ts'
import type { SearchWords } from './search-words.ts'
import { readRelease } from './store.ts'
import { versionId } from './version.ts'

export interface LoadedRelease {
  readonly snapshot: Snapshot
  readonly words: SearchWords
}

const DESCRIBED = 512
const HASH_BYTES = 32

export async function loadRelease(on: Query, release: string): Promise<LoadedRelease> {
  const stored = new Map((await readRelease(on, release)).map(({ kind, bodies, hashes }) => [kind, { bodies, hashes }]))
  const definitions = new Map<string, readonly unknown[]>()
  for (const [kind, { bodies }] of stored) definitions.set(kind, JSON.parse(bodies) as unknown[])
  const { pack, words } = putTogether((kind) => definitions.get(kind) ?? [])

  const described = createLru<string, ServiceDefinition | undefined>(DESCRIBED)
  const service = (id: string) => pack.services.get(id) ?? described.get(id, () => serviceOf(id, pack))

  const hashes = new Map([...stored].map(([kind, { hashes: all }]) => [kind, all]))
  const places = new Map<DefinitionKind, ReadonlyMap<string, number>>()
  const versionOf = (kind: DefinitionKind, id: string) => {
    const known = places.get(kind) ?? new Map(idsOf(kind, definitions.get(kind) ?? []).map((one, place) => [one, place]))
    places.set(kind, known)
    const place = known.get(id)
    return place === undefined ? undefined : versionId(hashes.get(kind)!.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES))
  }

  let rules: Declarations | undefined
  const snapshot: Snapshot = {
    release: release as ReleaseId,
    pack,
    get rules() {
      rules ??= rulesOf(pack)
      return rules
    },
    service,
    serviceIds: serviceIds(pack),
    versionOf: (kind, id) => versionOf(kind, id) ?? (kind === 'service' ? versionOf('catalogue-entry', id) : undefined),
  }
  return { snapshot, words }
}
