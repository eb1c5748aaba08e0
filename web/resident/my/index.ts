/** The pages behind a resident's sign-in. */
import type { Route } from '@dpg/kernel/route'
import type { ResidentContracts } from '../contracts.ts'
import { applyRoutes } from './apply/routes.ts'
import { caseRoutes } from './cases/routes.ts'

export const myPages = (contracts: ResidentContracts): Route[] => [...applyRoutes(contracts), ...caseRoutes(contracts)]
