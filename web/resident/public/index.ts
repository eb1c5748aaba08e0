/** The pages anybody may read. */
import type { Route } from '@dpg/kernel/route'
import type { ResidentContracts } from '../contracts.ts'
import { aboutRoutes } from './about.tsx'
import { checkRoutes } from './check/route.ts'
import { homeRoutes } from './home.tsx'
import { createOverview } from './overview.ts'
import { searchRoutes } from './search/route.ts'
import { serviceRoutes } from './service/route.ts'
import { sharingRoutes } from './sharing/routes.ts'
import { signInRoutes } from './signin/routes.ts'
import { verifyRoutes } from './verify/routes.ts'

export function publicPages(contracts: ResidentContracts): Route[] {
  const overview = createOverview(contracts.catalogue)
  return [
    ...homeRoutes(contracts, overview),
    ...searchRoutes(contracts, overview),
    ...serviceRoutes(contracts),
    ...checkRoutes(contracts, overview),
    ...signInRoutes(contracts),
    ...verifyRoutes(contracts),
    ...sharingRoutes(contracts),
    ...aboutRoutes(contracts, overview),
  ]
}
