/** The back door of the simulated registers: make one fail, let something happen in a life. */
import { happen as letHappen, type LifeEvent, type Mode, modes, readControl, switchRegister } from '@dpg/gateway'
import type { Server } from './server.ts'

export const REGISTERS = [
  'resident-register',
  'family-register',
  'national-tax',
  'health-insurance',
  'employment-insurance',
  'social-security',
  'disability',
  'property',
] as const

export async function switchTo(server: Server, mode: Mode, ...registers: readonly string[]): Promise<void> {
  const control = await readControl(server.dataDir)
  await Promise.all(registers.map((register) => switchRegister(control, register, mode)))
}

/** Every register as it should be. */
export async function allUp(server: Server): Promise<void> {
  await switchTo(server, 'up', ...Object.keys(await modes(await readControl(server.dataDir))))
}

export async function happen(server: Server, event: LifeEvent): Promise<readonly string[]> {
  return letHappen(await readControl(server.dataDir), event)
}
