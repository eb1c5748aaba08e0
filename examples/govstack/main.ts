/**
 * The platform in the words of GovStack's building blocks: a program of its own that asks the published API each time and remembers
 * nothing. `PLATFORM`: where the platform is; `PORTS`: mediator, registration with registries (their suites share a port), and consent
 * (over TLS, with `TLS_KEY` and `TLS_CERT`).
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type Answering, bad, notFound } from './answer.ts'
import { consent } from './consent.ts'
import { mediator } from './mediator.ts'
import { createPlatform } from './platform.ts'
import { registration } from './registration.ts'
import { registries } from './registries.ts'
import { sentWith } from './sent.ts'

const { PLATFORM = 'http://localhost:4000', PORTS = '3366,3333,8888', TLS_KEY, TLS_CERT } = process.env
const [mediatorPort, registriesPort, consentPort] = PORTS.split(',').map(Number)
const platform = createPlatform(PLATFORM)

const served = (answering: Answering) => async (incoming: IncomingMessage, outgoing: ServerResponse) => {
  // A suite that asks again puts its query behind the first one: `?day=1?day=1`.
  const [address, asked = ''] = (incoming.url ?? '/').split('?')
  const { pathname, searchParams } = new URL(`${address}?${asked}`, 'http://localhost')
  const path = pathname.split('/').filter(Boolean).map(decoded)
  const sent = await sentWith(incoming)
  const answer = sent
    ? await answering(incoming.method ?? 'GET', path, searchParams, sent).catch((error: unknown) => ({
        status: 502,
        body: { error: String(error) },
      }))
    : bad('body')
  const { status, body } = answer ?? notFound
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
const either =
  (first: Answering, second: Answering): Answering =>
  async (...asked) =>
    (await first(...asked)) ?? second(...asked)
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

createServer(served(mediator(platform))).listen(mediatorPort)
createServer(served(either(registration(platform), registries(platform)))).listen(registriesPort)
if (TLS_KEY && TLS_CERT)
  createSecureServer({ key: readFileSync(TLS_KEY), cert: readFileSync(TLS_CERT) }, served(consent(platform))).listen(consentPort)
console.log(
  `ready: information mediator ${mediatorPort}, registration and registries ${registriesPort}, consent ${TLS_KEY ? consentPort : 'off'}`,
)
