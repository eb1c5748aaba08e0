/** Starts the simulated registers and the gateway before them as processes of their own, and keeps them running. */
import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import type { AgencyReady } from './agency/config.ts'
import { type ControlFile, happen, registersFolder, removeControl, switchRegister, writeControl } from './control.ts'
import { agencyConfig, GATEWAY_KEY, type GatewayOptions, registerKey, registersConfig } from './options.ts'
import type { LifeEvent } from './registers/change.ts'
import { ADMIN, type RegistersReady } from './registers/config.ts'
import type { Mode } from './registers/modes.ts'
import { supervise, type Supervised } from './supervise.ts'
import { urlOf } from './wire/listen.ts'

export type { GatewayOptions } from './options.ts'

export interface RunningGateway {
  /** Where the gateway is now: it keeps its port when it is restarted, if it can. */
  readonly url: string
  readonly keys: { readonly gateway: KeyObject; readonly registers: Readonly<Record<string, KeyObject>> }
  /** The back doors: faults and life events. */
  readonly control: ControlFile
  /** Process ids, for measuring and for tests that kill. */
  readonly pids: { readonly gateway: number | undefined; readonly registers: readonly (number | undefined)[] }
  /** Makes one register slow, wrong or dead, or well again (`up`). A register that is restarted is well. */
  switchRegister(register: string, mode: Mode): Promise<void>
  /** Lets something happen in a life. Returns the ids of the events that will be delivered. */
  happen(event: LifeEvent): Promise<readonly string[]>
  stop(): Promise<void>
}

const AGENCY = new URL('./agency/main.ts', import.meta.url)
const REGISTERS = new URL('./registers/main.ts', import.meta.url)

/** What is known while it runs; a restarted process fills in its own part anew. */
interface State {
  readonly token: string
  gatewayPort: number
  /** By register, and `#admin` with a number for each process. */
  readonly ports: Record<string, number>
  readonly doors: Record<string, string>
  readonly hosts: Supervised[]
  gateway: Supervised | undefined
}

export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  await mkdir(registersFolder(options.dataDir), { recursive: true })
  const token = randomBytes(24).toString('base64url')
  const state: State = { token, gatewayPort: 0, ports: {}, doors: {}, hosts: [], gateway: undefined }
  const stop = async () => {
    await Promise.all([state.gateway?.stop(), ...state.hosts.map((one) => one.stop())])
    await removeControl(options.dataDir)
  }
  const ids = options.registers.map(({ id }) => id)
  const groups = options.processes === 'each' ? ids.map((id) => [id]) : [ids]
  // All at once; whoever is ready later is told where the others are.
  const started = await Promise.allSettled([
    startAgency(options, state),
    ...groups.map((group, index) => startHost(options, state, group, index)),
  ])
  const failed = started.find((one) => one.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  tellAddresses(options, state)
  await writeControl(options.dataDir, state)
  return running(options, state, stop)
}

async function startAgency(options: GatewayOptions, state: State): Promise<void> {
  state.gateway = await supervise<AgencyReady>({
    name: 'gateway',
    entry: AGENCY,
    config: () => agencyConfig(options, state.gatewayPort, addressesIn(options, state)),
    onReady: ({ port }) => {
      state.gatewayPort = port
    },
    log: options.log,
  })
}

async function startHost(options: GatewayOptions, state: State, ids: readonly string[], index: number): Promise<void> {
  const admin = `${ADMIN}${index}`
  let host: Supervised | undefined
  host = await supervise<RegistersReady>({
    name: `registers ${index}`,
    entry: REGISTERS,
    config: () => registersConfig(options, ids, state.token, { ...state.ports, [ADMIN]: state.ports[admin] ?? 0 }),
    onReady: ({ ports: { [ADMIN]: door = 0, ...own } }) => {
      Object.assign(state.ports, own, { [admin]: door })
      for (const id of ids) state.doors[id] = urlOf(door)
      // Not at the first start: the others are not ready either.
      if (!host) return
      tellAddresses(options, state)
      void writeControl(options.dataDir, state).catch((cause) => options.log.warn('gateway.control-not-written', {}, cause))
    },
    onMessage: (message) => {
      const { applied } = message as { applied?: object }
      // Registers of other processes hear of it: they all speak of the same people.
      if (applied) for (const other of state.hosts) if (other !== host) other.tell({ apply: applied })
    },
    log: options.log,
  })
  state.hosts.push(host)
}

const addressesIn = ({ registers }: GatewayOptions, { ports }: State): Record<string, string> =>
  Object.fromEntries(registers.flatMap(({ id }) => (ports[id] ? [[id, urlOf(ports[id])]] : [])))

const tellAddresses = (options: GatewayOptions, state: State): void =>
  state.gateway?.tell({ addresses: addressesIn(options, state) })

function running(options: GatewayOptions, state: State, stop: () => Promise<void>): RunningGateway {
  const publicKey = (purpose: string) => createPublicKey(options.signingKey(purpose))
  return {
    get url() {
      return urlOf(state.gatewayPort)
    },
    keys: {
      gateway: publicKey(GATEWAY_KEY),
      registers: Object.fromEntries(options.registers.map(({ id }) => [id, publicKey(registerKey(id))])),
    },
    control: { token: state.token, doors: state.doors },
    get pids() {
      return { gateway: state.gateway?.pid, registers: state.hosts.map(({ pid }) => pid) }
    },
    switchRegister: (register, mode) => switchRegister(state, register, mode),
    happen: (event) => happen(state, event),
    stop,
  }
}
