/** For the tests: the module on a real database, before it a small honest gateway over real HTTP that can be told to lie. */
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AccessRecord, EntryId, Prepared } from '@dpg/access/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { FactsDecided } from '@dpg/guard/contract'
import { type Component, withSignature } from '@dpg/http-signatures'
import { contentDigest, signMessage } from '@dpg/http-signatures/node'
import { createTexts, type PersonId, systemClock } from '@dpg/kernel'
import { createPairwise, createSealing, type Db, newId } from '@dpg/kernel/server'
import { openTestDb, silentLog } from '@dpg/kernel/testing'
import { createExchange, exchange as info } from './index.ts'

export const pairwise = createPairwise(Buffer.alloc(32, 9))
const keys = {
  exchange: generateKeyPairSync('ed25519'),
  gateway: generateKeyPairSync('ed25519'),
  register: generateKeyPairSync('ed25519'),
}
const BOUND: Component = ['signature', { req: true, key: 'exchange' }]

export interface Asked {
  readonly register: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Readonly<Record<string, unknown>>
}
export interface Reply {
  readonly status?: number
  readonly content?: object
  /** Who signs; both unless told. */
  readonly signers?: readonly ('register' | 'gateway')[]
  /** Sends this instead, signatures and all. */
  readonly instead?: Sent
}
export interface Sent {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

export async function startGateway(reply: (asked: Asked) => Reply) {
  const asked: Asked[] = []
  const sent: Sent[] = []
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString('utf8')
    const one = {
      register: incoming.url?.split('/')[2] ?? '',
      url: incoming.url ?? '',
      headers: incoming.headers as Record<string, string>,
      body: text ? JSON.parse(text) : {},
    }
    asked.push(one)
    const { status = 200, content = {}, signers = ['register', 'gateway'], instead } = reply(one)
    const body = JSON.stringify(content)
    const request = { method: incoming.method ?? '', url: `http://g${incoming.url}`, headers: one.headers }
    let headers: Record<string, string> = { 'content-type': 'application/json', 'content-digest': contentDigest(body) }
    for (const label of signers) {
      const isOver = label === 'gateway' && signers.includes('register')
      const covers: Component[] = [
        '@status',
        'content-digest',
        BOUND,
        ...(isOver ? [['signature', { key: 'register' }] as const] : []),
      ]
      const created = Math.floor(Date.now() / 1000)
      headers = withSignature(
        headers,
        signMessage({ status, headers, request }, keys[label].privateKey, label, covers, { created, keyid: label }),
      )
    }
    const answer = instead ?? { status, headers, body }
    sent.push(answer)
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    sent,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const facts = {
  'person.birthDate': { register: 'resident-register', type: 'date', values: null, fields: null, derive: null },
  'person.sex': { register: 'resident-register', type: 'string', values: { male: {}, female: {} }, fields: null, derive: null },
  'person.annualIncome': { register: 'national-tax', type: 'number', values: null, fields: null, derive: null },
}
const registers = {
  'resident-register': { title: { ko: '주민등록', en: 'Resident register' } },
  'national-tax': { title: { ko: '국세' } },
}
const pack = { facts: new Map(Object.entries(facts)), registers: new Map(Object.entries(registers)) }
const catalogue = { current: () => ({ pack }) } as unknown as Catalogue

const REFUSED = { isAllowed: false, by: ['a-rule'], helps: [] } as const

export async function setUp(
  url: () => string,
  isRefused: (fact: string) => boolean = () => false,
  delay: () => FactsDecided['delay'] = () => undefined,
) {
  const real = await openTestDb(info.migrations)
  const recorded: AccessRecord[] = []
  const ready = new Map<Prepared, AccessRecord>()
  const statements: string[] = []
  const counting = <Q extends Pick<Db, 'query'>>(on: Q): Q => ({
    ...on,
    query: (sql: string, params?: readonly unknown[]) => {
      statements.push(sql)
      return on.query(sql, params)
    },
  })
  const counted: Db = { ...counting(real), transaction: (work) => real.transaction((tx) => work(counting(tx))) }
  const build = () =>
    createExchange({
      db: counted,
      clock: systemClock,
      newId,
      log: silentLog,
      sealing: createSealing(Buffer.alloc(32, 1)),
      texts: createTexts([info.messages]),
      catalogue,
      identity: pairwise,
      access: {
        record: async (_tx, one) => newId(`acc${recorded.push(one)}`),
        prepare: async (one) => {
          const made = { id: newId<EntryId>('acc') } as Prepared
          ready.set(made, one)
          return made
        },
        write: async (_tx, all) => {
          recorded.push(...all.map((one) => ready.get(one)!))
          return all.map(({ id }) => id)
        },
      },
      guard: {
        problemOf: () => new Error('refused'),
        decideChange: ({ facts }) => new Map(facts.filter(isRefused).map((fact) => [fact, REFUSED])),
        decideFacts: async ({ facts }) => ({
          allowed: facts.filter((fact) => !isRefused(fact)),
          refused: new Map(facts.filter(isRefused).map((fact) => [fact, REFUSED])),
          ...(delay() ? { delay: delay()! } : {}),
        }),
      },
      gateways: {
        signer: { keyid: 'exchange', key: keys.exchange.privateKey },
        before: () => ({ url: url(), gatewayKey: keys.gateway.publicKey, registerKey: keys.register.publicKey }),
      },
    })
  return { db: real, recorded, statements, build, ...build() }
}

const VALUES: Readonly<Record<string, object>> = {
  'resident-register': { 'person.birthDate': '1955-03-01', 'person.sex': 'female', 'person.unasked': 1 },
  'national-tax': { 'person.annualIncome': 12_000_000 },
}

/** An honest answer about anybody. */
const honest = ({ register, body }: Asked): Reply => ({
  content: { register, subject: body['subject'], at: new Date().toISOString(), facts: VALUES[register] },
})

/** A platform and a gateway that answers as a test says (`reply`); `renew` before each, `close` at the end. */
export async function openStage() {
  const stage = {
    reply: honest as (asked: Asked) => Reply,
    /** What the policies keep from everybody. */
    kept: new Set<string>(),
    /** What the law has the person told of later. */
    delay: undefined as FactsDecided['delay'],
  }
  const gateway = await startGateway((asked) => stage.reply(asked))
  const platform = await setUp(
    () => gateway.url,
    (fact) => stage.kept.has(fact),
    () => stage.delay,
  )
  const renew = () => {
    stage.reply = honest
    gateway.asked.length = 0
    gateway.sent.length = 0
    platform.recorded.length = 0
    platform.statements.length = 0
    Object.assign(platform, platform.build())
  }
  const close = async () => {
    gateway.close()
    await platform.db.close()
  }
  return Object.assign(stage, { gateway, platform, renew, close, honest, person: newId<PersonId>('per') })
}
