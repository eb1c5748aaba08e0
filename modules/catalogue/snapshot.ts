/** What is in force, in memory: put together from the published versions of one release, never from a folder. */
import { setImmediate } from 'node:timers/promises'
import { rulesOf, type ServiceDefinition, serviceIds, serviceOf } from '@dpg/definitions'
import type { Query } from '@dpg/kernel/server'
import type { Declarations } from '@dpg/rules'
import type { DefinitionKind, ReleaseId, Snapshot } from './contract.ts'
import { createLru } from './lru.ts'
import { idsOf, putTogether } from './pack-parts.ts'
import type { PreparedAside } from './prepare-aside.ts'
import { ruleSteps, rulesAfter } from './rules.ts'
import type { SearchWords } from './search-words.ts'
import { inSlices } from './slices.ts'
import { readRelease } from './store.ts'
import { versionId } from './version.ts'

export interface LoadedRelease {
  readonly snapshot: Snapshot
  readonly words: SearchWords
  readonly definitions: ReadonlyMap<string, readonly unknown[]>
  /** By kind, 32 bytes each, in the same order. */
  readonly hashes: ReadonlyMap<string, Buffer>
  readonly hasRules: () => boolean
  /** Makes the rules now, bit by bit, so that whoever asks for them first need not wait. */
  readonly prepareRules: () => Promise<void>
}

type Content = Pick<LoadedRelease, 'definitions' | 'hashes'>

const DESCRIBED = 512
const HASH_BYTES = 32

export async function loadRelease(on: Query, release: string): Promise<LoadedRelease> {
  const definitions = new Map<string, unknown[]>()
  const hashes = new Map<string, Buffer[]>()
  for (const part of await readRelease(on, release)) {
    definitions.set(part.kind, [...(definitions.get(part.kind) ?? []), ...(JSON.parse(part.bodies) as unknown[])])
    hashes.set(part.kind, [...(hashes.get(part.kind) ?? []), part.hashes])
    await setImmediate()
  }
  return loadedOf(release, { definitions, hashes: new Map([...hashes].map(([kind, parts]) => [kind, Buffer.concat(parts)])) })
}

/** The release that a change makes of one that is held: what was not changed is not read again. */
export function changedRelease(held: LoadedRelease, { release, definitions: news, places }: PreparedAside): LoadedRelease {
  const definitions = new Map(held.definitions)
  const hashes = new Map(held.hashes)
  for (const [kind, at] of places) {
    const [old, oldHashes] = [held.definitions.get(kind) ?? [], held.hashes.get(kind) ?? Buffer.alloc(0)]
    definitions.set(
      kind,
      Array.from(at, (place) => (place >= 0 ? old[place] : (JSON.parse(news[-1 - place]!.body) as unknown))),
    )
    const hashAt = (place: number) =>
      place >= 0 ? oldHashes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES) : news[-1 - place]!.hash
    hashes.set(kind, Buffer.concat(Array.from(at, hashAt)))
  }
  return loadedOf(release, { definitions, hashes }, held)
}

function loadedOf(release: string, { definitions, hashes }: Content, before?: LoadedRelease): LoadedRelease {
  const { pack, words } = putTogether((kind) => definitions.get(kind) ?? [])
  const described = createLru<string, ServiceDefinition | undefined>(DESCRIBED)
  const service = (id: string) => pack.services.get(id) ?? described.get(id, () => serviceOf(id, pack))

  const places = new Map<DefinitionKind, ReadonlyMap<string, number>>()
  const versionOf = (kind: DefinitionKind, id: string) => {
    const known = places.get(kind) ?? new Map(idsOf(kind, definitions.get(kind) ?? []).map((one, place) => [one, place]))
    places.set(kind, known)
    const place = known.get(id)
    return place === undefined ? undefined : versionId(hashes.get(kind)!.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES))
  }

  let rules: Declarations | undefined = before && rulesAfter(before, { pack, hashes })
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
  return {
    snapshot,
    words,
    definitions,
    hashes,
    hasRules: () => rules !== undefined,
    prepareRules: async () => {
      rules ??= await inSlices(ruleSteps(pack))
    },
  }
}
