/** How the outside world of a demonstration is set up, and what each of its processes is told. */
import type { KeyObject } from 'node:crypto'
import type { Log } from '@dpg/kernel/server'
import type { AgencyConfig } from './agency/config.ts'
import { registersFolder } from './control.ts'
import type { RegistersConfig } from './registers/config.ts'

export interface GatewayOptions {
  /** Journals and the control file are kept in its folder `registers`. */
  readonly dataDir: string
  /** Folder of the country pack that people are drawn from. */
  readonly pack: string
  readonly people: number
  readonly seed: number
  /** Registers to simulate, with the facts each holds. */
  readonly registers: readonly { readonly id: string; readonly facts: readonly string[] }[]
  /** Ed25519 private key for a purpose: `gateway`, `register:<id>`. */
  readonly signingKey: (purpose: string) => KeyObject
  /** The key under which a register has names for people (`Pairwise.keyFor`). */
  readonly nameKey: (register: string) => Buffer
  /** Who may ask: the exchange. */
  readonly callers: readonly { readonly keyid: string; readonly key: KeyObject }[]
  /** Typical time of an answer. */
  readonly latencyMs: number
  /** Time of an answer of a register switched to slow; 8 s unless told. */
  readonly slowMs?: number
  /** All registers in one process, or one process for each. */
  readonly processes?: 'one' | 'each'
  readonly log: Log
}

/** Longer than an exchange listens for events. */
const MAX_WAIT_MS = 30_000
const SLOW_MS = 8_000
export const GATEWAY_KEY = 'gateway'
export const registerKey = (id: string): string => `register:${id}`

/** Each register is given its own keys and no other's. */
export function registersConfig(
  options: GatewayOptions,
  ids: readonly string[],
  token: string,
  ports: Readonly<Record<string, number>>,
): RegistersConfig {
  const { pack, people, seed, latencyMs, slowMs = SLOW_MS, signingKey, nameKey } = options
  return {
    registers: ids.map((id) => ({
      id,
      keyid: registerKey(id),
      key: privateBytes(signingKey(registerKey(id))),
      names: nameKey(id),
    })),
    callers: callersOf(options),
    pack,
    people,
    seed,
    folder: registersFolder(options.dataDir),
    token,
    ports,
    latencyMs,
    slowMs,
  }
}

export function agencyConfig(options: GatewayOptions, port: number, addresses: Readonly<Record<string, string>>): AgencyConfig {
  const registers = options.registers.map(({ id }) => id)
  return {
    port,
    signer: { keyid: GATEWAY_KEY, key: privateBytes(options.signingKey(GATEWAY_KEY)) },
    callers: callersOf(options).map((caller) => ({ ...caller, registers })),
    registers: options.registers,
    addresses,
    maxWaitMs: MAX_WAIT_MS,
  }
}

const callersOf = ({ callers }: GatewayOptions) =>
  callers.map(({ keyid, key }) => ({ keyid, key: key.export({ format: 'der', type: 'spki' }) }))
const privateBytes = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' })
