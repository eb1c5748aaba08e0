/** What a case pinned: a definition by its version, whatever has been published since. */
import type { ServiceDefinition } from '@dpg/definitions'
import type { Db } from '@dpg/kernel/server'
import { type Snapshot, serviceNotFound, type VersionId } from './contract.ts'
import { createAsyncLru } from './lru.ts'
import { type LoadedRelease, loadRelease } from './snapshot.ts'
import { findServiceVersion, releaseWith } from './store.ts'
import { hashOf } from './version.ts'

const KEPT_DEFINITIONS = 200
/** Whole older releases are read only for entries of the catalogue, which nobody applies for here. */
const KEPT_RELEASES = 1

export function createPinned(db: Db, current: () => Snapshot) {
  const kept = createAsyncLru<string, ServiceDefinition | undefined>(KEPT_DEFINITIONS)
  const releases = createAsyncLru<string, LoadedRelease>(KEPT_RELEASES)

  const read = async (service: string, version: VersionId): Promise<ServiceDefinition | undefined> => {
    const hash = hashOf(version)
    const found = hash && (await findServiceVersion(db, service, hash))
    if (!found) return undefined
    // A worked-out service was made complete when it was published: its workflow stands in it.
    if (found.kind === 'service') return JSON.parse(found.body) as ServiceDefinition
    const release = await releaseWith(db, found.number)
    return release === undefined
      ? undefined
      : (await releases.get(release, () => loadRelease(db, release))).snapshot.service(service)
  }

  return async (service: string, version: VersionId): Promise<ServiceDefinition> => {
    const now = current()
    const found =
      now.versionOf('service', service) === version
        ? now.service(service)
        : await kept.get(`${service} ${version}`, () => read(service, version))
    if (!found) throw serviceNotFound({ service })
    return found
  }
}
