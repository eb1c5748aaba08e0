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

/** `system`: the address of the registry's own system. */
export async function twoMembers(folder: string, system: string, change: Partial<GatewayConfig> = {}): Promise<World> {
  const anchor = await noteSigner(join(folder, 'anchor.pem'), 'dpg.test/members')
  const list = join(folder, 'members.note')
  const configOf = (member: string, more: object) =>
    parseConfig(
      {
        member,
        data: member.split('/')[2]!,
        members: { from: list, anchor: key },
        inside: { port: 0 },
        outside: { port: 0 },
        ...more,
        ...change,
      },
      folder,
    )
  const key = await formatKey(anchor.key)
  const configs = {
    portal: configOf(PORTAL, { clients: { portal: {} } }),
    registry: configOf(REGISTRY, { services: { 'registry/people': { url: system, timeoutMs: 500 } } }),
  }
  const keys = { portal: await newKeys(configs.portal), registry: await newKeys(configs.registry) }
  let number = 0
  let members: Member[] = [
    { id: PORTAL, name: { ko: '민원 포털' }, gateway: 'http://127.0.0.1:1', keys: keys.portal, services: [] },
    {
      id: REGISTRY,
      name: { ko: '주민등록 대장' },
      gateway: 'http://127.0.0.1:1',
      keys: keys.registry,
      services: [
        {
          id: SERVICE,
          title: { ko: '주민등록 사항' },
          purposes: [{ code: 'benefit', title: { ko: '급여 심사' }, law: '전자정부법 제36조' }],
          exceptions: [],
          appeal: 'https://dpg.test/appeals',
        },
      ],
    },
  ]
  const write = async () => {
    number++
    const given = parseMembers({
      number,
      issuedAt: new Date().toISOString(),
      validUntil: new Date(Date.now() + DAY_MS).toISOString(),
      members,
    })
    await writeFile(`${list}.new`, await signMembers(given, anchor.key, anchor.signer))
    await rename(`${list}.new`, list)
  }
  await write()
  const portal = await startMember(configs.portal)
  const registry = await startMember(configs.registry)
  const relist = async (alter: (members: Member[]) => Member[]) => {
    members = alter(members)
    await write()
    await Promise.all([world.portal.renew(), world.registry.renew()])
  }
  const world: World = {
    folder,
    portal,
    registry,
    configs,
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
