/** One simulated register: its own key, its own names for people, its own journal, its own faults. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import type { ChangeAnswer, EventsAnswer, FactAnswer, PersonAnswer } from '@dpg/exchange/contract'
import { SignatureError, type RequestMessage } from '@dpg/http-signatures'
import type { PersonId } from '@dpg/kernel'
import type { PartyNames } from '@dpg/kernel/pairwise'
import { messageOf, readBody, send } from '../wire/http.ts'
import {
  type EventsQuery,
  parseChangeOrder,
  parseEventsQuery,
  parseFactQuestion,
  parsePersonQuestion,
} from '../wire/questions.ts'
import { registerAnswer, type Signer, verifyQuestion } from '../wire/signing.ts'
import { type Change, ChangeRefused } from './change.ts'
import type { Entry, Journal } from './journal.ts'
import type { Lie, Switch } from './modes.ts'
import type { World } from './world.ts'

type Json = FactAnswer['facts'][string]

export interface RegisterDeps {
  readonly id: string
  readonly world: World
  readonly names: PartyNames
  readonly journal: Journal
  readonly signer: Signer
  /** Keys of those who may ask; the gateway has checked them already, the register does not take its word. */
  readonly keyOf: (keyid: string) => KeyObject | undefined
  readonly switch: Switch
  /** The day in Seoul, ISO. */
  readonly today: () => string
  /** Other processes that hold registers hear of it. */
  readonly applied: (change: Change) => void
}

export interface Register {
  readonly server: Server
  /** Lets something happen, journals it and says so to whoever listens. Throws ChangeRefused. */
  enter(change: Change, key: string | null): Entry
}

const MOST_EVENTS = 100
/** What goes with a status; `pause` is false for those who listen and wait anyway. */
type Result = { readonly status: number; readonly content: object }
const no = (status: number, why: string) => ({ status, content: { why } })

export function createRegister(deps: RegisterDeps): Register {
  const enter: Register['enter'] = (change, key) => {
    const told = deps.world.apply(change).map(({ person, facts }) => ({ event: crypto.randomUUID(), person, facts }))
    const entry = deps.journal.append({ at: new Date().toISOString(), key, change, told })
    deps.applied(change)
    return entry
  }
  const server = createServer((incoming, response) => {
    void answer(deps, enter, incoming, response).catch(() => response.destroy())
  })
  server.keepAliveTimeout = 60_000
  return { server, enter }
}

async function answer(
  deps: RegisterDeps,
  enter: Register['enter'],
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (deps.switch.mode === 'dead') return void incoming.socket.destroy()
  const question = messageOf(incoming)
  const body = await readBody(incoming)
  const lie = deps.switch.lie()
  const { status, content } = isFromCaller(deps, question, body)
    ? await resultOf(deps, enter, question, body, lie, response)
    : no(401, 'unsigned')
  if ((deps.switch.mode as string) === 'dead') return void incoming.socket.destroy()
  const signer = lie === 'wrong-signature' ? { ...deps.signer, key: generateKeyPairSync('ed25519').privateKey } : deps.signer
  send(response, registerAnswer(question, status, { register: deps.id, ...content }, signer))
}

function isFromCaller(deps: RegisterDeps, question: RequestMessage, body: Buffer): boolean {
  try {
    verifyQuestion(question, body, deps.keyOf)
    return true
  } catch (error) {
    if (error instanceof SignatureError) return false
    throw error
  }
}

async function resultOf(
  deps: RegisterDeps,
  enter: Register['enter'],
  { url, method }: RequestMessage,
  body: Buffer,
  lie: Lie | undefined,
  response: ServerResponse,
): Promise<Result> {
  const { pathname, searchParams } = new URL(url)
  const path = `${method} ${pathname.slice(`/registers/${deps.id}`.length)}`
  if (path === 'GET /events') {
    const query = parseEventsQuery(searchParams)
    return query ? events(deps, query, response) : no(400, 'malformed')
  }
  await pause(deps.switch.pauseMs())
  if (path === 'POST /facts') return facts(deps, body, lie)
  if (path === 'POST /people') return person(deps, body, lie)
  if (path === 'POST /changes') return change(deps, enter, body)
  return no(404, 'no-such-path')
}

function facts({ id, world, names }: RegisterDeps, body: Buffer, lie: Lie | undefined): Result {
  const asked = parseFactQuestion(body)
  if (!asked) return no(400, 'malformed')
  const behind = names.behind(asked.subject)
  /** Other people are told by this register's own names, as the subject is. */
  const named = (value: Json): Json =>
    Array.isArray(value) ? value.map((one) => (isPersonRow(one) ? { ...one, ...namesOf(one, names) } : one)) : value
  const person = behind && lie === 'wrong-person' ? world.another(behind) : behind
  const known = person && world.factsOf(person, id)
  if (!person || !known) return no(404, 'nobody')
  const told = asked.facts.filter((fact) => Object.hasOwn(known, fact))
  const values = told.map((fact) => [fact, lie === 'wrong-shape' ? { nonsense: [fact] } : named(known[fact]!)] as const)
  const content: FactAnswer = {
    register: id,
    subject: names.towards(person),
    at: new Date().toISOString(),
    facts: Object.fromEntries(values),
  }
  return { status: 200, content }
}

/** What names one person alone; without it nobody is looked for: a register is no place to search for people of some kind. */
const DOCUMENTS = ['person.passportNumber', 'person.residentNumber']

function person({ id, world, names }: RegisterDeps, body: Buffer, lie: Lie | undefined): Result {
  const asked = parsePersonQuestion(body)
  if (!asked || !DOCUMENTS.some((fact) => Object.hasOwn(asked.by, fact))) return no(400, 'malformed')
  const found = world.find(id, asked.by)
  const told = found && lie === 'wrong-person' ? world.another(found) : found
  const subject = told === undefined ? null : names.towards(told)
  const content: PersonAnswer = { register: id, by: asked.by, subject, at: new Date().toISOString() }
  return { status: 200, content: lie === 'wrong-shape' ? { nonsense: true } : content }
}

const isPersonRow = (one: Json): one is { readonly [key: string]: Json; readonly subject: string } =>
  typeof one === 'object' && one !== null && !Array.isArray(one) && typeof (one as { subject?: unknown }).subject === 'string'

/** The fields of a row that name people. */
const NAMING = ['subject', 'guardian'] as const

const namesOf = (row: { readonly [key: string]: Json }, names: RegisterDeps['names']): Record<string, string> =>
  Object.fromEntries(
    NAMING.flatMap((field) => {
      const person = row[field]
      return typeof person === 'string' ? [[field, names.towards(person as PersonId)]] : []
    }),
  )

function change({ id, names, journal, today }: RegisterDeps, enter: Register['enter'], body: Buffer): Result {
  const order = parseChangeOrder(body)
  if (!order) return no(400, 'malformed')
  const person = names.behind(order.subject)
  if (!person) return no(404, 'nobody')
  const wanted: Change = { ...order.change, person }
  const before = journal.byKey(order.key)
  if (before && !isDeepStrictEqual(before.change, wanted)) return no(422, 'other-content')
  // A move is reported once it has happened (주민등록법 제16조제1항).
  if (order.change.on > today()) return no(422, 'future-day')
  try {
    const { at, told } = before ?? enter(wanted, order.key)
    const people = told.map((one: { person: PersonId }) => names.towards(one.person))
    const content: ChangeAnswer = { register: id, subject: order.subject, key: order.key, at, people }
    return { status: 200, content }
  } catch (error) {
    if (error instanceof ChangeRefused) return no(422, error.why)
    throw error
  }
}

/** Whoever listens is held until there is something to say, or as long as they asked to be. */
async function events({ id, names, journal }: RegisterDeps, query: EventsQuery, response: ServerResponse): Promise<Result> {
  const after = query.journal === journal.id ? query.after : 0
  if (journal.entries.length <= after && query.waitS > 0) {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    await journal.changed(query.waitS * 1000, gone.signal)
  }
  const entries = journal.entries.slice(after, after + MOST_EVENTS)
  const content: EventsAnswer = {
    register: id,
    journal: journal.id,
    next: Math.min(after, journal.entries.length) + entries.length,
    events: entries.flatMap(({ change, told, at }) =>
      told.map((one) => ({ id: one.event, subject: names.towards(one.person), change: change.kind, facts: one.facts, at })),
    ),
  }
  return { status: 200, content }
}
