/** Two members and their gateways in a folder, for tests and benchmarks: a portal that asks, a registry that answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatKey } from '@dpg/ledger'
import { type GatewayConfig, parseConfig } from './config.ts'
import { keysFolder, type RunningMember, startMember } from './gateway.ts'
import { makeKeys, noteSigner, type PublicKeyEntry, readKeys } from './keys.ts'
import { type Member, parseMembers, signMembers } from './members.ts'

export const PORTAL = 'KR/GOV/1741000'
export const REGISTRY = 'KR/GOV/1270000'
export const CLIENT = `${PORTAL}/portal`
export const SERVICE = `${REGISTRY}/registry/people`

export interface World {
  readonly folder: string
  /** A restarted gateway takes the place of the one before. */
  portal: RunningMember
  registry: RunningMember
  readonly configs: { readonly portal: GatewayConfig; readonly registry: GatewayConfig }
  /** Asks through the portal's gateway as its systems do. */
  ask(path: string, more?: RequestInit & { readonly service?: string }): Promise<Response>
  /** Enters a changed list of members and lets both gateways read it. */
  relist(change: (members: Member[]) => Member[]): Promise<void>
  stop(): Promise<void>
}

const DAY_MS = 86_400_000

export interface Written {
  readonly portal: GatewayConfig
  readonly registry: GatewayConfig
  readonly members: readonly Member[]
  /** Signs another list, one number later. */
  relist(members: readonly Member[]): Promise<void>
}

type Ports = { readonly portal: number; readonly registry: number }
const ANY: Ports = { portal: 0, registry: 0 }

/** Keys, a signed list and what both gateways are started with. `system`: the address of the registry's own system; `ports`: of the outer doors. */
export async function writeWorld(folder: string, system: string, ports: Ports = ANY): Promise<Written> {
  const anchor = await noteSigner(join(folder, 'anchor.pem'), 'dpg.test/members')
  const key = await formatKey(anchor.key)
  const list = join(folder, 'members.note')
  const configOf = (member: string, port: number, more: object) => {
    const doors = { inside: { port: 0 }, outside: { port } }
    return parseConfig({ member, data: member.split('/')[2]!, members: { from: list, anchor: key }, ...doors, ...more }, folder)
  }
  const portal = configOf(PORTAL, ports.portal, { clients: { portal: {} }, retryMs: 20 })
  const services = { 'registry/people': { url: system, timeoutMs: 500 } }
  const registry = configOf(REGISTRY, ports.registry, { services, clients: { registry: {} }, retryMs: 20 })
  const purposes = [{ code: 'benefit', title: { ko: '급여 심사' }, law: '전자정부법 제36조' }]
  const people = {
    id: SERVICE,
    title: { ko: '주민등록 사항' },
    purposes,
    exceptions: [],
    keepS: 0,
    tells: true,
    appeal: 'https://dpg.test/appeals',
  }
  const at = (port: number) => `http://127.0.0.1:${port || 1}`
  const members: Member[] = [
    { id: PORTAL, name: { ko: '민원 포털' }, gateway: at(ports.portal), keys: await newKeys(portal), services: [] },
    {
      id: REGISTRY,
      name: { ko: '주민등록 대장' },
      gateway: at(ports.registry),
      keys: await newKeys(registry),
      services: [people],
    },
  ]
  let number = 0
  const relist = async (given: readonly Member[]) => {
    number++
    const [issuedAt, validUntil] = [new Date(), new Date(Date.now() + DAY_MS)].map((one) => one.toISOString())
    const all = parseMembers({ number, issuedAt, validUntil, members: given })
    await writeFile(`${list}.new`, await signMembers(all, anchor.key, anchor.signer))
    await rename(`${list}.new`, list)
  }
  await relist(members)
  return { portal, registry, members, relist }
}

/** Both gateways in this process. */
export async function twoMembers(folder: string, system: string): Promise<World> {
  const written = await writeWorld(folder, system)
  const { portal: forPortal, registry: forRegistry } = written
  let members = [...written.members]
  const portal = await startMember(forPortal)
  const registry = await startMember(forRegistry)
  const relist = async (alter: (members: Member[]) => Member[]) => {
    members = alter(members)
    await written.relist(members)
    await Promise.all([world.portal.renew(), world.registry.renew()])
  }
  const world: World = {
    folder,
    portal,
    registry,
    configs: { portal: forPortal, registry: forRegistry },
    relist,
    ask: (path, { service = SERVICE, headers, ...more } = {}) =>
      fetch(`${world.portal.inside}/r1/${service}${path}`, {
        ...more,
        headers: { 'x-road-client': CLIENT, ...(headers as object) },
      }),
    async stop() {
      await Promise.all([world.portal.stop(), world.registry.stop()])
    },
  }
  const at: Record<string, string> = { [PORTAL]: portal.outside, [REGISTRY]: registry.outside }
  await relist((all) => all.map((one) => ({ ...one, gateway: at[one.id]! })))
  return world
}

/** A gateway's keys as the list has them. */
export async function newKeys(config: GatewayConfig): Promise<PublicKeyEntry[]> {
  await mkdir(config.data, { recursive: true })
  await makeKeys(keysFolder(config))
  return (await readKeys(keysFolder(config))).map(({ id, use, spki, from, until }) => ({ id, use, spki, from, until }))
}

export interface System {
  readonly url: string
  close(): Promise<void>
}

/** An agency's own system, as simple as one can be. */
export async function system(
  handle: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void,
): Promise<System> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    handle(request, response, Buffer.concat(chunks))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
