/** The pages behind a resident's sign-in. */
import type { Route } from '@dpg/kernel/route'
import type { ResidentContracts } from '../contracts.ts'
import { applyRoutes } from './apply/routes.ts'
import { benefitRoutes } from './benefits/routes.ts'
import { caseRoutes } from './cases/routes.ts'
import { consentRoutes } from './consents/routes.ts'
import { dataRoutes } from './data/routes.ts'
import { documentRoutes } from './documents/routes.ts'
import { homeRoutes } from './home-route.ts'
import { mandateRoutes } from './mandates/routes.ts'
import { noticeRoutes } from './notices/routes.ts'
import { settingsRoutes } from './settings/routes.ts'
import { traceRoutes } from './trace/routes.ts'

const PAGES = [
  homeRoutes,
  benefitRoutes,
  applyRoutes,
  caseRoutes,
  consentRoutes,
  noticeRoutes,
  documentRoutes,
  dataRoutes,
  traceRoutes,
  settingsRoutes,
  mandateRoutes,
]

export const myPages = (contracts: ResidentContracts): Route[] => PAGES.flatMap((routes) => routes(contracts))
