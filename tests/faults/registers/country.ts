/** For these tests: the real vocabulary, real register processes behind a real gateway, the real exchange and access log. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { access as accessInfo, createAccess } from '@dpg/access'
import type { Catalogue } from '@dpg/catalogue/contract'
import { loadPack } from '@dpg/definitions'
import { createExchange, exchange as exchangeInfo } from '@dpg/exchange'
import type { FactRequest } from '@dpg/exchange/contract'
import { type GatewayOptions, type RunningGateway, startGateway } from '@dpg/gateway'
import { loadPeople } from '@dpg/gateway/population'
import { createTexts, systemClock } from '@dpg/kernel'
import { createPairwise, createSealing, newId } from '@dpg/kernel/server'
import { openTestDb, silentLog } from '@dpg/kernel/testing'

export const KOREA = fileURLToPath(new URL('../../../countries/kr/', import.meta.url))
const MASTER = Buffer.alloc(32, 5)
export const pairwise = createPairwise(MASTER)

const paths = globSync(['pack.yaml', 'facts/*.yaml', 'registers.yaml'], { cwd: KOREA })
export const { pack } = loadPack(paths.map((path) => ({ path, text: readFileSync(join(KOREA, path), 'utf8') })))
export const catalogue = { current: () => ({ pack }) } as unknown as Catalogue
export const held = [...pack.registers.keys()].map((id) => ({
  id,
  facts: [...pack.facts.values()].filter(({ register, derive }) => register === id && derive === null).map((fact) => fact.id),
}))
/** The personas only; the registers of these tests know nobody else. */
export const { personas, find } = loadPeople({ people: 0, seed: 1, pack: KOREA })

export function signingKey(purpose: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', MASTER, 'test', purpose, 32))
  return createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  })
}

export async function openCountry(options: Partial<GatewayOptions> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'dpg-registers-'))
  const gatewayOptions: GatewayOptions = {
    dataDir,
    pack: KOREA,
    people: 0,
    seed: 1,
    registers: held,
    signingKey,
    nameKey: pairwise.keyFor,
    callers: [{ keyid: 'exchange', key: createPublicKey(signingKey('exchange')) }],
    latencyMs: 5,
    slowMs: 5_000,
    log: silentLog,
    ...options,
  }
  const start = () => startGateway(gatewayOptions)
  return {
    dataDir,
    start,
    close: () => rm(dataDir, { recursive: true, force: true }),
  }
}

export async function openPlatform(gateway: () => RunningGateway) {
  const db = await openTestDb(accessInfo.migrations, exchangeInfo.migrations)
  const common = { db, clock: systemClock, newId, log: silentLog, sealing: createSealing(MASTER) }
  const { access } = createAccess({
    ...common,
    logKey: { name: 'dpg.test/log', privateKey: generateKeyPairSync('ed25519').privateKey },
  })
  const build = () =>
    createExchange({
      ...common,
      access,
      catalogue,
      identity: pairwise,
      // What the policies would say is another test's: here registers are asked for everything.
      guard: {
        decideChange: () => new Map(),
        decideFacts: async ({ facts }) => ({ allowed: facts, refused: new Map() }),
        problemOf: () => new Error('refused'),
      },
      texts: createTexts([exchangeInfo.messages]),
      gateways: {
        signer: { keyid: 'exchange', key: signingKey('exchange') },
        before: (register) => {
          const registerKey = gateway().keys.registers[register]
          return registerKey && { url: gateway().url, gatewayKey: gateway().keys.gateway, registerKey }
        },
      },
    })
  return { db, access, build, ...build() }
}

export const request = (
  subject: FactRequest['subject'],
  facts: readonly string[],
  more: Partial<FactRequest> = {},
): FactRequest => ({
  subject,
  facts,
  purpose: { ko: '기초연금 심사', en: 'Deciding on the Basic Pension' },
  law: '기초연금법 제11조제2항',
  actor: { kind: 'system', name: '디지털 정부 서비스', agency: null },
  service: 'SSE000000170',
  case: null,
  consent: 'by-law',
  timeoutMs: 2_000,
  ...more,
})

/** Resolves once `found` does not say undefined; rejects after a while. */
export async function eventually<T>(found: () => Promise<T | undefined> | T | undefined, withinMs = 15_000): Promise<T> {
  for (const ends = Date.now() + withinMs; Date.now() < ends; ) {
    const value = await found()
    if (value !== undefined) return value
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('it did not happen in time')
}
