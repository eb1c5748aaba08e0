/** Calls to machines of others: never to one of our own network, whatever a name was turned to in the meantime. */
import { type LookupAddress, lookup, type LookupOptions } from 'node:dns'
import { BlockList, isIP } from 'node:net'

const INSIDE = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv6')

/** IPv4 within IPv6 counts as what it is. */
export const isInside = (address: string): boolean => {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
  return INSIDE.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** A name that leads inside; told as the cause of the failed call. */
export class InsideAddressError extends Error {
  readonly code = 'inside'
}

type Found = (error: Error | null, addresses: LookupAddress[]) => void

/** Looks a name up and refuses every address of our own; `own`: in a demonstration the developer's machine is this one. */
const lookOutside = (own: boolean) => (host: string, options: LookupOptions, found: Found) =>
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const isOwn = (address: string) => own && (address === '::1' || address.startsWith('127.'))
    if (!error && addresses.some(({ address }) => isInside(address) && !isOwn(address)))
      found(new InsideAddressError(`${host} leads inside`), [])
    else found(error, addresses)
  })

const made = new Map<boolean, Promise<typeof fetch>>()

/**
 * `fetch` whose connections look where they lead: what was checked before could be another address by now. An address in figures is
 * connected to without being looked up, so callers refuse those themselves.
 */
export async function outsideFetch(url: string | URL, init: RequestInit, isDemo: boolean): Promise<Response> {
  const known = made.get(isDemo) ?? make(isDemo)
  made.set(isDemo, known)
  return (await known)(url, init)
}

async function make(isDemo: boolean): Promise<typeof fetch> {
  const undici = await import('undici')
  const dispatcher = new undici.Agent({ connect: { lookup: lookOutside(isDemo) as never } })
  return ((url: string, init: object) => undici.fetch(url, { ...init, dispatcher })) as unknown as typeof fetch
}
