/**
 * The platform in the words of GovStack's building blocks: a program of its own that asks the published API each time and remembers
 * nothing. `PLATFORM`: where the platform is; `PORTS`: mediator, registries and consent (over TLS, with `TLS_KEY` and `TLS_CERT`).
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type Answering, notFound } from './answer.ts'
import { consent } from './consent.ts'
import { mediator } from './mediator.ts'
import { createPlatform } from './platform.ts'
import { registries } from './registries.ts'

const { PLATFORM = 'http://localhost:4000', PORTS = '3366,3333,8888', TLS_KEY, TLS_CERT } = process.env
const [mediatorPort, registriesPort, consentPort] = PORTS.split(',').map(Number)
const platform = createPlatform(PLATFORM)

const served = (answering: Answering) => async (incoming: IncomingMessage, outgoing: ServerResponse) => {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost')
  const path = pathname.split('/').filter(Boolean).map(decoded)
  const answer = await answering(incoming.method ?? 'GET', path, searchParams).catch((error: unknown) => ({
    status: 502,
    body: { error: String(error) },
  }))
  const { status, body } = answer ?? notFound
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

createServer(served(mediator(platform))).listen(mediatorPort)
createServer(served(registries(platform))).listen(registriesPort)
if (TLS_KEY && TLS_CERT)
  createSecureServer({ key: readFileSync(TLS_KEY), cert: readFileSync(TLS_CERT) }, served(consent(platform))).listen(consentPort)
console.log(`ready: information mediator ${mediatorPort}, registries ${registriesPort}, consent ${TLS_KEY ? consentPort : 'off'}`)
