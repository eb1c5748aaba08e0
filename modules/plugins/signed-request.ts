/** A platform's request: signed by a key of the manifest in force (RFC 9421, ECDSA P-256), fresh, taken once. */
import { createPublicKey } from 'node:crypto'
import { type Component, type Fields, SignatureError } from '@dpg/http-signatures'
import { createVerifier } from '@dpg/http-signatures/batch'
import { checkDigest } from '@dpg/http-signatures/node'
import { readBytes } from '@dpg/kernel/server'
import { isUnplugged, type ManifestVersion, notBelieved, type Plugin } from './contract.ts'
import { nowOf, type PluginsDeps, secondsOf } from './deps.ts'
import { findPlugin } from './store.ts'
import { takeNonce } from './store-events.ts'

export const IN_TAG = 'dpg-plug-in'
const COVERS: readonly Component[] = ['@method', '@path', '@query']
const COVERS_BODY: readonly Component[] = [...COVERS, 'content-digest']
export const MAX_AGE_S = 60
const MOST_BYTES = 4 * 1024 * 1024

/** Plugged in, and it is who it says. */
export interface Believed {
  readonly plugin: Plugin & { readonly inForce: ManifestVersion }
  readonly body: string
}

export type Believe = (request: Request) => Promise<Believed>

/** Throws `plugins/not-believed`; `plugins/unplugged` to whoever proved to be a platform that no longer is plugged in. */
export function createBeliever(deps: PluginsDeps): Believe {
  const verifier = createVerifier()
  return async (request) => {
    const headers = Object.fromEntries(request.headers) as Fields
    const [, id = '', kid = ''] =
      /;keyid="([a-z][a-z0-9-]{1,39})\/([\w-]{1,40})"/.exec(String(headers['signature-input'] ?? '')) ?? []
    const plugin = id ? await findPlugin(deps.db, id) : undefined
    const hasBody = request.method !== 'GET' && request.method !== 'DELETE'
    const body = hasBody ? await readBody(request) : ''
    const keys = plugin && (plugin.known ?? plugin.latest).manifest.keys
    const jwk = keys?.find((one) => one['kid'] === kid)
    try {
      const message = { method: request.method, url: request.url, headers }
      if (hasBody) checkDigest(message, body)
      const expected = { label: 'plug-in', covers: hasBody ? COVERS_BODY : COVERS, tag: IN_TAG, maxAgeS: MAX_AGE_S }
      const { nonce } = verifier.verify(message, { ...expected, now: secondsOf(deps) }, (keyid) =>
        jwk && keyid === `${id}/${kid}` ? createPublicKey({ key: jwk as never, format: 'jwk' }) : undefined,
      )
      if (!nonce || nonce.length < 16 || nonce.length > 100) throw new SignatureError('uncovered', 'no nonce')
      if (!(await takeNonce(deps.db, id, nonce, nowOf(deps)))) throw notBelieved({ reason: 'replayed' })
    } catch (cause) {
      if (cause instanceof SignatureError) throw notBelieved({ reason: cause.reason })
      throw cause
    }
    if (plugin?.state !== 'plugged' || !plugin.inForce) throw isUnplugged({ plugin: id })
    return { plugin: plugin as Believed['plugin'], body }
  }
}

const readBody = async (request: Request): Promise<string> => Buffer.from(await readBytes(request, MOST_BYTES)).toString('utf8')
