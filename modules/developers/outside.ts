/** Where webhooks may go: https, to a machine that is nobody's inside; in the demonstration also to the developer's own. */
import { lookup } from 'node:dns/promises'
import { isInside } from '@dpg/kernel/server'
import { hookRefused } from './contract.ts'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Asked when a hook is made and before every delivery; the connection itself looks once more (`outsideFetch`). Throws `developers/hook-refused`. */
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
