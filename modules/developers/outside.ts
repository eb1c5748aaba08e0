/** Where webhooks may go: https, to a machine that is nobody's inside; in the demonstration also to the developer's own. */
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { hookRefused } from './contract.ts'

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

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** IPv4 within IPv6 counts as what it is. */
export const isInside = (address: string): boolean => {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
  return INSIDE.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** Asked when a hook is made and before every delivery: a name may be turned to another address meanwhile. Throws `developers/hook-refused`. */
export async function requireOutside(text: string, isDemo: boolean): Promise<URL> {
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.hash) throw hookRefused({ why: 'not-https' })
  if (isDemo && LOOPBACK.has(url.hostname) && /^https?:$/.test(url.protocol)) return url
  if (url.protocol !== 'https:') throw hookRefused({ why: 'not-https' })
  const addresses = await lookup(url.hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => [])
  if (addresses.length === 0) throw hookRefused({ why: 'unknown-host' })
  if (addresses.some(({ address }) => isInside(address))) throw hookRefused({ why: 'inside' })
  return url
}
