/** What we send to a platform: signed (RFC 9421, Ed25519), short of patience, never led elsewhere. */
import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import { type Component, withSignature } from '@dpg/http-signatures'
import { contentDigest, signMessage } from '@dpg/http-signatures/node'
import { readAtMost, outsideFetch } from '@dpg/kernel/server'
import { type PluginsDeps, secondsOf } from './deps.ts'
import { isLoopback } from './manifest.ts'
import { KEY_ID, type SigningKey } from './signing-key.ts'

export const OUT_TAG = 'dpg-platform'
const COVERS: readonly Component[] = ['@method', '@target-uri']
const COVERS_BODY: readonly Component[] = [...COVERS, 'content-digest']
const LONGEST_MS = 5_000
const MOST_BYTES = 4 * 1024 * 1024

export interface Outbound {
  /** Throws when there is no 2xx in time. */
  send(url: string, body: string, type: string): Promise<void>
  /** JSON of an answer; what it says is not checked yet. */
  ask(url: string): Promise<unknown>
}

export function createOutbound(deps: PluginsDeps, key: SigningKey): Outbound {
  const call = async (url: string, method: 'GET' | 'POST', body?: { readonly text: string; readonly type: string }) => {
    if (!mayBeAsked(url, deps.isDemo)) throw new Error('an address that is not asked from here')
    const digest: Record<string, string> = body ? { 'content-digest': contentDigest(body.text) } : {}
    const parameters = { created: secondsOf(deps), nonce: randomUUID(), keyid: KEY_ID, tag: OUT_TAG }
    const covers = body ? COVERS_BODY : COVERS
    const fields = signMessage({ method, url, headers: digest }, key.privateKey, 'dpg', covers, parameters)
    const headers = { ...withSignature(digest, fields), ...(body ? { 'content-type': body.type } : {}) }
    const asked: RequestInit = {
      method,
      headers: headers as Record<string, string>,
      redirect: 'error',
      signal: AbortSignal.timeout(LONGEST_MS),
      ...(body ? { body: body.text } : {}),
    }
    const answer = await (deps.fetch ? deps.fetch(url, asked) : outsideFetch(url, asked, deps.isDemo))
    if (!answer.ok) {
      await answer.body?.cancel()
      throw new Error(`the platform answered ${answer.status}`)
    }
    return answer
  }
  return {
    send: async (url, text, type) => {
      const answer = await call(url, 'POST', { text, type })
      await answer.body?.cancel()
    },
    ask: async (url) => JSON.parse(await readText((await call(url, 'GET')).body)),
  }
}

/** Machines of our own network are nobody's platform: https and a name, or in a demonstration this machine. */
export function mayBeAsked(address: string, isDemo: boolean): boolean {
  const url = URL.parse(address)
  if (!url) return false
  if (isLoopback(url)) return isDemo
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return url.protocol === 'https:' && isIP(host) === 0 && host.includes('.')
}

const readText = async (body: ReadableStream<Uint8Array> | null): Promise<string> =>
  (await readAtMost(body, MOST_BYTES, () => new Error('the platform answered too much'))).toString('utf8')
