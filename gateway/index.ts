/** What an agency runs beside its own system, and the simulated registers of the demo country. See README.md. */
export { happen, isMode, modes, readControl, switchRegister, type ControlFile } from './control.ts'
export type { LifeEvent } from './registers/change.ts'
export { MODES, type Mode } from './registers/modes.ts'
export { startGateway, type GatewayOptions, type RunningGateway } from './start.ts'
