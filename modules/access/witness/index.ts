/** A witness as a small server of its own (C2SP tlog-witness): for whoever wants to keep a government's log honest. */
import { sign } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createTurns } from '@dpg/kernel'
import { cosign, formatWitnessKey, judgeCheckpoint, parseKey } from '@dpg/ledger'
import { checkSignature } from '../check-signature.ts'
import { openState, type WitnessState } from './state.ts'

export interface WitnessOptions {
  /** By custom a URL without scheme. */
  readonly name: string
  readonly folder: string
  readonly port: number
  /** `name+hash+key` of every log it watches. */
  readonly logs: readonly string[]
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

export interface RunningWitness {
  readonly url: string
  /** `name+hash+key`, for those who rely on it. */
  readonly key: string
  stop(): Promise<void>
}

const MOST_BYTES = 64 * 1024

export async function startWitness({ name, folder, port, logs, now = Date.now }: WitnessOptions): Promise<RunningWitness> {
  const state = await openState(folder, name)
  const key = await formatWitnessKey(state.key)
  const known = new Map(await Promise.all(logs.map(async (text) => [text.split('+')[0]!, await parseKey(text)] as const)))
  const answer = (body: string) => addCheckpoint(state, known, now, body)
  // One after another: what was signed last must not change between looking and keeping.
  const next = createTurns()
  const inTurn = (body: string) => next(() => answer(body))
  const server = createServer((request, response) => {
    serve(request, response, key, inTurn).catch(() => {
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Said {
  readonly status: number
  readonly type?: string
  readonly body?: string
}

async function serve(request: IncomingMessage, response: ServerResponse, key: string, add: (body: string) => Promise<Said>) {
  const { status, type = 'text/plain; charset=utf-8', body = '' } = await said(request, key, add)
  response.writeHead(status, { 'content-type': type }).end(body)
}

async function said(request: IncomingMessage, key: string, add: (body: string) => Promise<Said>): Promise<Said> {
  if (request.url === '/key') return { status: 200, body: `${key}\n` }
  if (request.url !== '/add-checkpoint') return { status: 404 }
  if (request.method !== 'POST') return { status: 405 }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    if (bytes > MOST_BYTES) return { status: 413 }
    chunks.push(chunk as Buffer)
  }
  return add(Buffer.concat(chunks).toString('utf8'))
}

async function addCheckpoint(
  state: WitnessState,
  logs: ReadonlyMap<string, Awaited<ReturnType<typeof parseKey>>>,
  now: () => number,
  body: string,
): Promise<Said> {
  const judged = await judgeCheckpoint(body, { logs, latest: state.latest, check: checkSignature })
  if (judged.status === 409) return { status: 409, type: 'text/x.tlog.size', body: `${judged.size}\n` }
  if (judged.status !== 200) return { status: judged.status }
  await state.keep(judged.checkpoint)
  const line = await cosign(judged.text, state.key, Math.floor(now() / 1000), (message) => sign(null, message, state.privateKey))
  return { status: 200, body: line }
}
