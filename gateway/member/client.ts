/** Which of this agency's systems speaks at the inner door, and its headers. */
import type { IncomingMessage } from 'node:http'
import { Fault } from './fault.ts'
import type { Service } from './members.ts'
import { isSubsystem, memberOf, type SubsystemId } from './names.ts'
import { codesOf } from './right.ts'
import type { Running } from './running.ts'

/** Throws when it is none of ours, or without its token. */
export function clientOf({ config }: Running, incoming: IncomingMessage): SubsystemId {
  let client: string
  try {
    client = decodeURIComponent(header(incoming, 'x-road-client') ?? '')
  } catch {
    throw new Fault('bad-client')
  }
  if (!isSubsystem(client)) throw new Fault('bad-client')
  const known = memberOf(client) === config.member ? config.clients[client.slice(config.member.length + 1)] : undefined
  if (!known) throw new Fault('not-ours', { client })
  if (known.token !== undefined && header(incoming, 'authorization') !== `Bearer ${known.token}`) throw new Fault('no-token')
  return client
}

/** One short line of visible characters. */
export function header(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || !/^[\x20-\x7e\u0080-\u00ff]{1,300}$/.test(value))
    throw new Fault('bad-header', { header: name })
  return value
}

/** A service with a single purpose needs none stated: callers made for X-Road work as they are. */
export function purposeOf(incoming: IncomingMessage, service: Service): string {
  const only = service.purposes.length === 1 ? service.purposes[0]!.code : undefined
  const purpose = header(incoming, 'dpg-purpose') ?? only
  if (!purpose) throw new Fault('no-purpose', { purposes: codesOf(service) })
  return purpose
}
