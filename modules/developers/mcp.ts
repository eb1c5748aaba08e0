/** `/mcp`: the open API as tools for assistants, by the Model Context Protocol over streamable HTTP, without sessions. */
import { type Lang, Problem } from '@dpg/kernel'
import { createTries, tooManyRequests, type Tries } from '@dpg/kernel/server'
import {
  type CallToolResult,
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  originValidationResponse,
  ProtocolError,
  ProtocolErrorCode,
  Server,
} from '@modelcontextprotocol/server'
import type { Operation } from './contract.ts'
import type { DevelopersRunning } from './deps.ts'
import type { Calling, Gate } from './gate.ts'
import type { Operations } from './operations.ts'
import { langOf, refuse } from './refuse.ts'
import { type ApiTool, type Arguments, requestOf, toolOf } from './tools.ts'

export const MCP_PATH = '/mcp'
const VERSION = '0.1.0'
const MAX_BYTES = 1024 * 1024
const LONGEST = 200_000
/** Whoever has no key may look round, with the calls that are about nobody. */
const VISITORS = { burst: 40, perMinute: 20 }
/** Lists and hellos of an app; its calls count for its quota. */
const APPS = { burst: 300, perMinute: 300 }

interface Session {
  readonly calling: Calling | undefined
  readonly lang: Lang
}

export interface Mcp {
  handle(request: Request, client: string | undefined): Promise<Response>
}

export function createMcp(deps: DevelopersRunning, gate: Gate, operations: () => Operations): Mcp {
  const limits = { visitors: createTries(deps.clock, VISITORS), apps: createTries(deps.clock, APPS) }
  const listed = createLists(deps, operations)
  const handler = createMcpHandler(({ authInfo }) => serve(deps, gate, listed, authInfo?.extra?.['session'] as Session), {
    maxRequestBodySize: MAX_BYTES,
    onerror: ({ name }) => deps.log.debug('developers.mcp-refused', { name }),
  })
  return {
    async handle(request, client) {
      const strange = refuseStrangers(deps, request)
      if (strange) return strange
      try {
        const calling = await gate.callerOf(request)
        const retryAfterS = waitFor(limits, calling, client)
        if (retryAfterS > 0) throw tooManyRequests({ retryAfterS })
        const single = await singleMessage(request)
        if (single instanceof Response) return single
        const session: Session = { calling, lang: langOf(request) }
        const response = await handler.fetch(single, {
          authInfo: { token: '', clientId: calling?.app ?? 'visitor', scopes: [], extra: { session } },
        })
        for (const [name, value] of Object.entries(deps.served().headers)) response.headers.set(name, value)
        response.headers.set('cache-control', 'no-store')
        return response
      } catch (cause) {
        if (cause instanceof Problem) return refuse(deps, request, cause)
        throw cause
      }
    },
  }
}

/** One message a request (MCP of 2025-06-18 dropped batches): a list of them would count as one try. */
async function singleMessage(request: Request): Promise<Request | Response> {
  if (request.method !== 'POST' || request.body === null) return request
  const bytes = await readUpTo(request.body, MAX_BYTES)
  if (bytes === undefined) return refusal(413, 'the message is too large')
  if (/^\s*\[/.test(bytes.subarray(0, 1024).toString())) return refusal(400, 'one message a request: batches are not taken')
  return new Request(request.url, { method: request.method, headers: request.headers, body: new Uint8Array(bytes) })
}

async function readUpTo(stream: ReadableStream<Uint8Array>, most: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.byteLength
    if (size > most) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** As JSON-RPC says it. */
const refusal = (status: number, message: string): Response =>
  Response.json({ jsonrpc: '2.0', id: null, error: { code: ProtocolErrorCode.InvalidRequest, message } }, { status })

/** Who has no key calls as nobody, through the same gate: what is not open stays closed. */
const VISITOR: Calling = { app: null, kind: 'live' }

const waitFor = (limits: { visitors: Tries; apps: Tries }, calling: Calling | undefined, client: string | undefined): number =>
  calling?.app ? limits.apps.take(calling.app) : limits.visitors.take(client ?? 'unknown')

/** A page of another site may not speak to us through a visitor's browser, nor through a name that was turned to our address. */
function refuseStrangers({ baseUrl }: DevelopersRunning, request: Request): Response | undefined {
  const { hostname } = new URL(baseUrl())
  const isLocal = localhostAllowedHostnames().includes(hostname)
  const hosts = isLocal ? localhostAllowedHostnames() : [hostname]
  return originValidationResponse(request, hosts) ?? (isLocal ? hostHeaderValidationResponse(request, hosts) : undefined)
}

interface Listed {
  tools(session: Session): readonly ApiTool[]
  operation(session: Session, name: string): Operation | undefined
}

/** A test key has every open call as a tool; whoever can be nobody in particular has those that are about nobody. */
function createLists({ texts }: DevelopersRunning, operations: () => Operations): Listed {
  const made = new Map<string, readonly ApiTool[]>()
  const open = ({ calling }: Session) => {
    const { all } = operations()
    return calling?.kind === 'test' ? all : all.filter(({ needsPerson }) => !needsPerson)
  }
  return {
    tools(session) {
      const key = `${session.calling?.kind} ${session.lang}`
      const known = made.get(key) ?? open(session).map((operation) => toolOf(operation, texts, session.lang))
      made.set(key, known)
      return known
    },
    operation: (session, name) => open(session).find(({ id }) => id === name),
  }
}

function serve(deps: DevelopersRunning, gate: Gate, listed: Listed, session: Session): Server {
  const t = deps.texts(session.lang)
  const server = new Server(
    { name: 'dpg', title: t('developers.mcp.title'), version: VERSION },
    { capabilities: { tools: {} }, instructions: t('developers.mcp.instructions') },
  )
  server.setRequestHandler('tools/list', () => ({ tools: [...listed.tools(session)] }))
  server.setRequestHandler('tools/call', async ({ params }) => {
    const operation = listed.operation(session, params.name)
    if (!operation) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `unknown tool: ${params.name.slice(0, 100)}`)
    const given = (params.arguments ?? {}) as Arguments
    const { inputSchema } = listed.tools(session).find(({ name }) => name === operation.id)!
    const wrong = wrongIn(inputSchema, given)
    if (wrong) return { isError: true, content: [{ type: 'text', text: t(`developers.mcp.${wrong.why}`, { name: wrong.name }) }] }
    const request = requestOf(operation, given, deps.baseUrl(), session.lang)
    const { dispatch } = deps.served()
    return resultOf(await gate.call(session.calling ?? VISITOR, request, dispatch), request.url)
  })
  return server
}

/** What the schema of a tool says about names; values are checked by the route itself. */
function wrongIn(schema: ApiTool['inputSchema'], given: Arguments): { why: 'missing' | 'unknown'; name: string } | undefined {
  const { properties, required = [] } = schema
  const missing = required.find((name) => given[name] === undefined)
  if (missing !== undefined) return { why: 'missing', name: missing }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(properties, name))
  return unknown === undefined ? undefined : { why: 'unknown', name: unknown.slice(0, 100) }
}

/** The answer as text, and as a value where it is one; a problem is a result that says so, so that the assistant can mend its call. */
async function resultOf(response: Response, uri: string): Promise<CallToolResult> {
  const type = response.headers.get('content-type') ?? ''
  const isError = response.status >= 400 ? { isError: true } : {}
  const bytes = Buffer.from(await response.arrayBuffer())
  const picture = /^(image|audio)\//.exec(type)?.[1] as 'image' | 'audio' | undefined
  if (picture) return { content: [{ type: picture, data: bytes.toString('base64'), mimeType: type }], ...isError }
  if (!/^(text\/|application\/(\w+\+)?(json|xml|jose|jwt))/.test(type) && bytes.byteLength > 0)
    return { content: [{ type: 'resource', resource: { uri, mimeType: type, blob: bytes.toString('base64') } }], ...isError }
  const text = bytes.toString()
  const value: unknown = /json/.test(type) ? JSON.parse(text) : undefined
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return {
    content: [{ type: 'text', text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text || `${response.status}` }],
    ...(isObject && text.length <= LONGEST ? { structuredContent: value as Record<string, unknown> } : {}),
    ...isError,
  }
}
