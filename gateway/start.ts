/** Starts the simulated registers and the gateway before them as processes of their own, and keeps them running. */
import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { Log } from '@dpg/kernel/server'
import type { AgencyConfig, AgencyReady } from './agency/main.ts'
import { type ControlFile, happen, registersFolder, removeControl, switchRegister, writeControl } from './control.ts'
import type { LifeEvent } from './registers/change.ts'
import { ADMIN, type RegistersConfig, type RegistersReady } from './registers/config.ts'
import type { Mode } from './registers/modes.ts'
import { supervise, type Supervised } from './supervise.ts'
import { urlOf } from './wire/listen.ts'

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

export interface RunningGateway {
  /** Where the gateway is now: it keeps its port when it is restarted, if it can. */
  readonly url: string
  readonly keys: { readonly gateway: KeyObject; readonly registers: Readonly<Record<string, KeyObject>> }
  readonly control: ControlFile
  /** Process ids, for measuring and for tests that kill. */
  readonly pids: { readonly gateway: number | undefined; readonly registers: readonly (number | undefined)[] }
  switchRegister(register: string, mode: Mode): Promise<void>
  /** Lets something happen in a life. Returns the ids of the events that will be delivered. */
  happen(event: LifeEvent): Promise<readonly string[]>
  stop(): Promise<void>
}

/** Longer than an exchange listens for events. */
const MAX_WAIT_MS = 30_000
const SLOW_MS = 8_000
const AGENCY = new URL('./agency/main.ts', import.meta.url)
const REGISTERS = new URL('./registers/main.ts', import.meta.url)

export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { dataDir, log, registers } = options
  await mkdir(registersFolder(dataDir), { recursive: true })
  const token = randomBytes(24).toString('base64url')
  const ports: Record<string, number> = {}
  const doors: Record<string, string> = {}
  let port = 0
  const hosts: Supervised[] = []
  let gateway: Supervised | undefined
  const addresses = () => Object.fromEntries(registers.flatMap(({ id }) => (ports[id] ? [[id, urlOf(ports[id])]] : [])))

  const host = (ids: readonly string[], admin: string): Promise<Supervised> =>
    supervise<RegistersReady>({
      name: 'registers',
      entry: REGISTERS,
      config: () => registersConfig(options, ids, token, { ...ports, [ADMIN]: ports[admin] ?? 0 }),
      onReady: (ready) => {
        const { [ADMIN]: door = 0, ...own } = ready.ports
        Object.assign(ports, own, { [admin]: door })
        for (const id of ids) doors[id] = urlOf(door)
        gateway?.tell({ addresses: addresses() })
        if (gateway)
          void writeControl(dataDir, { token, doors }).catch((cause) => log.warn('gateway.control-not-written', {}, cause))
      },
      onMessage: (message) => {
        const { applied } = message as { applied?: object }
        // Registers of other processes hear of it: they all speak of the same people.
        if (applied) for (const other of hosts) if (other !== started.get(admin)) other.tell({ apply: applied })
      },
      log,
    })

  const started = new Map<string, Supervised>()
  const groups = options.processes === 'each' ? registers.map(({ id }) => [id]) : [registers.map(({ id }) => id)]
  const stop = async () => {
    await Promise.all([gateway?.stop(), ...hosts.map((one) => one.stop())])
    await removeControl(dataDir)
  }
  try {
    await Promise.all(
      groups.map(async (ids, index) => {
        const one = await host(ids, `${ADMIN}${index}`)
        started.set(`${ADMIN}${index}`, one)
        hosts.push(one)
      }),
    )
    gateway = await supervise<AgencyReady>({
      name: 'gateway',
      entry: AGENCY,
      config: () => agencyConfig(options, port, addresses()),
      onReady: (ready) => {
        port = ready.port
      },
      log,
    })
    await writeControl(dataDir, { token, doors })
  } catch (cause) {
    await stop()
    throw cause
  }

  const control = { token, doors }
  return {
    get url() {
      return urlOf(port)
    },
    keys: {
      gateway: createPublicKey(options.signingKey('gateway')),
      registers: Object.fromEntries(registers.map(({ id }) => [id, createPublicKey(options.signingKey(`register:${id}`))])),
    },
    control,
    get pids() {
      return { gateway: gateway?.pid, registers: hosts.map((one) => one.pid) }
    },
    switchRegister: (register, mode) => switchRegister(control, register, mode),
    happen: (event) => happen(control, event),
    stop,
  }
}

function registersConfig(
  options: GatewayOptions,
  ids: readonly string[],
  token: string,
  ports: Readonly<Record<string, number>>,
): RegistersConfig {
  const { pack, people, seed, latencyMs, slowMs = SLOW_MS, signingKey, nameKey } = options
  return {
    registers: ids.map((id) => ({
      id,
      keyid: `register:${id}`,
      key: privateBytes(signingKey(`register:${id}`)),
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

function agencyConfig(options: GatewayOptions, port: number, addresses: Readonly<Record<string, string>>): AgencyConfig {
  const registers = options.registers.map(({ id }) => id)
  return {
    port,
    signer: { keyid: 'gateway', key: privateBytes(options.signingKey('gateway')) },
    callers: callersOf(options).map((caller) => ({ ...caller, registers })),
    registers: options.registers,
    addresses,
    maxWaitMs: MAX_WAIT_MS,
  }
}

const callersOf = ({ callers }: GatewayOptions) =>
  callers.map(({ keyid, key }) => ({ keyid, key: key.export({ format: 'der', type: 'spki' }) }))
const privateBytes = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' })
