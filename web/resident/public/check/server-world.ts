/** The world of the check on the server: contracts as they stand. */
import type { Asked } from '@dpg/kernel/route'
import { systemClock, type Text } from '@dpg/kernel'
import type { ResidentContracts } from '../../contracts.ts'
import { canApply, districtGroups, type Overview } from '../overview.ts'
import type { CheckService, CheckWorld } from './world.ts'

type Reader = Pick<Asked<never, never, never>, 'lang' | 't'>

export function serverWorld(contracts: ResidentContracts, overview: () => Overview, { lang, t }: Reader): CheckWorld {
  const { catalogue, directory, benefits } = contracts
  const { snapshot, views } = overview()
  const { pack } = snapshot
  return {
    lang,
    t,
    today: todayOf(contracts),
    facts: pack.facts,
    districts: districtGroups(directory),
    area: (code) => directory.area(code),
    service: (id) => {
      const service = snapshot.service(id)
      return service && serviceIn(service, directory.agencyName(service.agency, lang))
    },
    ofDistrict: (code) => new Set(pack.catalogue.rows.filter(({ area }) => area === code).map(({ id }) => id)),
    views: (id) => views.get(id) ?? 0,
    screen: (request) => benefits.screen(request, lang),
    explain: (service, request) => benefits.explain(service, request, lang),
    coming: (request) => benefits.coming(request, lang),
    find: (q, limit) => catalogue.search({ q, limit, offset: 0 }, lang).items.map(({ id }) => id),
  }
}

/** The day in Seoul. */
export const todayOf = ({ clock = systemClock }: Pick<ResidentContracts, 'clock'>): string => clock.today().toString()

const serviceIn = (
  service: { readonly id: string; readonly title: Text; readonly status: string; readonly work: object | null },
  agencyName: string,
): CheckService => ({ id: service.id, title: service.title, agencyName, canApply: canApply(service) })
