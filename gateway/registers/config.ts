/** What a process of registers is told at its start, and what it says when it is ready. */
import type { Pace } from './modes.ts'

export interface RegistersConfig extends Pace {
  /** Those to live here; each is given its own keys and no other's. */
  readonly registers: readonly { readonly id: string; readonly keyid: string; readonly key: Buffer; readonly names: Buffer }[]
  readonly callers: readonly { readonly keyid: string; readonly key: Buffer }[]
  /** Folder of the country pack that the people are drawn from. */
  readonly pack: string
  readonly people: number
  readonly seed: number
  /** Where journals are kept. */
  readonly folder: string
  /** For the back door. */
  readonly token: string
  /** Ports they had before, kept when still free. */
  readonly ports: Readonly<Record<string, number>>
}
export interface RegistersReady {
  readonly ports: Readonly<Record<string, number>>
}

/** The back door is a port like the others. */
export const ADMIN = '#admin'
