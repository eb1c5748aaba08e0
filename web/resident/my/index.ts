/** The pages behind a resident's sign-in. */
import type { Route } from '@dpg/kernel/route'
import type { ResidentContracts } from '../contracts.ts'

export const myPages = (_contracts: ResidentContracts): Route[] => []
