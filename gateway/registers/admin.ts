/** The back door of the simulation: faults and life events, for whoever holds the token that the parent gave out. */
import { hash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { z } from 'zod'
import { readBody } from '../wire/http.ts'
import { type Change, ChangeRefused, type LifeEvent, registerOf } from './change.ts'
import { MODES, type Switch } from './modes.ts'
import type { Register } from './register.ts'

const person = z.templateLiteral(['per_', z.uuid()])
const lifeEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('birth'),
    person,
    name: z.string().min(1).max(60),
    sex: z.enum(['male', 'female']),
    on: z.iso.date(),
  }),
  z.strictObject({
    kind: z.literal('job-lost'),
    person,
    on: z.iso.date(),
    reason: z.enum(['dismissed', 'contractEnd', 'closure']),
  }),
  z.strictObject({ kind: z.literal('income-changed'), person, monthly: z.number().int().min(0).max(1e12) }),
  z.strictObject({ kind: z.literal('changed'), person, register: z.string(), facts: z.record(z.string(), z.json()) }),
])
const order = z.union([
  z.strictObject({ do: z.literal('switch'), register: z.string(), mode: z.enum(MODES) }),
  z.strictObject({ do: z.literal('happen'), event: lifeEvent }),
  z.strictObject({ do: z.literal('look') }),
])

export interface Hosted {
  readonly register: Register
  readonly switch: Switch
}

export function createAdmin(token: string, hosted: ReadonlyMap<string, Hosted>): Server {
  return createServer((incoming, response) => {
    const reply = ({ status, content }: Reply) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(content))
    }
    answer(token, hosted, incoming).then(reply, () => reply({ status: 500, content: { why: 'unexpected' } }))
  })
}

interface Reply {
  readonly status: number
  readonly content: object
}

async function answer(token: string, hosted: ReadonlyMap<string, Hosted>, incoming: IncomingMessage): Promise<Reply> {
  if (!isToken(token, incoming.headers.authorization)) return { status: 401, content: { why: 'no-token' } }
  const given = order.safeParse(JSON.parse((await readBody(incoming)).toString('utf8') || '{}'))
  if (!given.success) return { status: 400, content: { why: 'malformed' } }
  const asked = given.data
  if (asked.do === 'look')
    return { status: 200, content: Object.fromEntries([...hosted].map(([id, one]) => [id, one.switch.mode])) }
  const change = asked.do === 'happen' ? (asked.event as LifeEvent) : undefined
  const at = hosted.get(asked.do === 'switch' ? asked.register : registerOf(asked.event as Change))
  if (!at) return { status: 404, content: { why: 'no-such-register' } }
  if (change) return happen(at, change)
  if (asked.do === 'switch') {
    at.switch.mode = asked.mode
    // Those who listen notice at once that nobody is there any more.
    if (asked.mode === 'dead') at.register.server.closeAllConnections()
  }
  return { status: 200, content: {} }
}

function happen({ register }: Hosted, change: Change): Reply {
  try {
    const { seq, told } = register.enter(change, null)
    return { status: 200, content: { seq, events: told.map(({ event }) => event) } }
  } catch (error) {
    if (error instanceof ChangeRefused) return { status: 422, content: { why: error.why } }
    throw error
  }
}

function isToken(token: string, header: string | undefined): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer')
  return timingSafeEqual(digest(`Bearer ${token}`), digest(header ?? ''))
}
