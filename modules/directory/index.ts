/** The directory: areas, agencies and offices of the release in force, in memory; officials in a table. */
import { textIn, type Clock, type Lang, type Translate } from '@dpg/kernel'
import type { Catalogue, Snapshot } from '@dpg/catalogue/contract'
import type { Db, ModuleInfo, Parts } from '@dpg/kernel/server'
import { type Areas, createAreas } from './areas.ts'
import type { Directory } from './contract.ts'
import { routes } from './http.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { createOffices, type Offices } from './offices.ts'
import { findOfficial, listOfficials, putOfficials } from './store.ts'

export const directory: ModuleInfo = {
  migrations: { module: 'directory', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

export interface DirectoryDeps {
  readonly db: Db
  readonly clock: Clock
  readonly catalogue: Pick<Catalogue, 'current'>
  readonly texts: (lang: Lang) => Translate
}

interface View {
  readonly snapshot: Snapshot
  readonly areas: Areas
  readonly offices: Offices
}

/** Builds the module. Only the server calls this; other modules are handed `directory`. */
export function createDirectory(deps: DirectoryDeps): { directory: Directory; parts: Parts } {
  let view: View | undefined
  /** Made anew when something was published. */
  const now = (): View => {
    const snapshot = deps.catalogue.current()
    if (view?.snapshot === snapshot) return view
    const areas = createAreas(snapshot.pack.areas)
    view = { snapshot, areas, offices: createOffices(snapshot.pack, areas, deps.texts) }
    return view
  }
  const today = () => deps.clock.today().toString()
  const directory: Directory = {
    area: (code) => now().areas.area(code),
    areasBelow: (parent) => now().areas.below(parent, today()),
    isWithin: (code, ancestor) => now().areas.isWithin(code, ancestor),
    findAreas: (words, limit) => now().areas.find(words, limit, today()),
    agencyName: (code, lang) => {
      const office = now().snapshot.pack.agencies.get(code)
      return office ? textIn({ ko: office.name, en: office.en ?? undefined }, lang) : code
    },
    office: (code) => now().offices.office(code),
    officeFor: (service, residence) => now().offices.officeFor(service, residence),
    official: (id, on = deps.db) => findOfficial(on, id),
    officials: (office) => listOfficials(deps.db, office ?? null),
    enlist: (tx, officials) => putOfficials(tx, officials),
  }
  return { directory, parts: { routes: routes(directory, () => `${now().snapshot.release.slice(-16)}-${today()}`) } }
}
