/** For tests: the Korea pack as a snapshot, without a database. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Announced, Catalogue, Snapshot } from '@dpg/catalogue/contract'
import { loadPack, rulesOf, serviceIds, serviceOf } from '@dpg/definitions'

const folder = fileURLToPath(new URL('../../../countries/kr/', import.meta.url))

export function koreaSnapshot(): Snapshot {
  const paths = globSync('**/*.{yaml,tsv,md}', { cwd: folder }).sort()
  const { pack } = loadPack(paths.map((path) => ({ path, text: readFileSync(folder + path, 'utf8') })))
  return {
    release: 'sha256:test' as Snapshot['release'],
    pack,
    rules: rulesOf(pack),
    service: (id) => serviceOf(id, pack),
    serviceIds: serviceIds(pack),
    versionOf: () => undefined,
  }
}

const NOTHING: readonly Announced[] = []

export const catalogueOf = (snapshot: () => Snapshot, announced = () => NOTHING): Catalogue =>
  ({ current: snapshot, announced }) as Catalogue
