/** Whether a credential was taken back: its issuer's list, kept as long as the issuer allows, asked for again after that. */
import { isIP } from 'node:net'
import { isInside, outsideFetch, readAtMost } from '@dpg/kernel/server'
import { type Accepted, readStatusList, RefusedError, type StatusList, type StatusRef } from '@dpg/presentation'
import type { IdentityDeps } from '../index.ts'
import { isLoopback } from '../sites/site.ts'

const LONGEST_MS = 5_000
const MOST_BYTES = 16 * 1024 * 1024
const MOST_LISTS = 200

/** Throws RefusedError: taken back, or nobody can say so. */
export type CheckStatus = (status: StatusRef, by: Accepted) => Promise<void>

export function createStatus(
  { clock, isDemo }: Pick<IdentityDeps, 'clock' | 'isDemo'>,
  own?: (uri: string) => Promise<string>,
): CheckStatus {
  const lists = new Map<string, StatusList>()
  const fetchList = own ?? ((uri: string) => fetchOutside(uri, isDemo))
  return async ({ uri, index }, by) => {
    const now = clock.now().epochMilliseconds
    // A list is believed for the issuer that signed it.
    const key = JSON.stringify([by.issuer, uri])
    const known = lists.get(key)
    const list = known && known.until > now ? known : await readStatusList(await fetched(fetchList, uri), uri, by, now)
    if (lists.size >= MOST_LISTS) lists.delete(lists.keys().next().value!)
    lists.delete(key)
    lists.set(key, list)
    list.check(index)
  }
}

const fetched = (fetchList: (uri: string) => Promise<string>, uri: string): Promise<string> =>
  fetchList(uri).catch((cause: unknown) => {
    throw new RefusedError('status-away', { cause })
  })

async function fetchOutside(text: string, isDemo: boolean): Promise<string> {
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isOwn = isDemo && isLoopback(url.hostname)
  if (!isOwn && (url.protocol !== 'https:' || (isIP(host) !== 0 && isInside(host)))) throw new Error('a list inside')
  const answer = await outsideFetch(
    url.href,
    { headers: { accept: 'application/statuslist+jwt' }, redirect: 'error', signal: AbortSignal.timeout(LONGEST_MS) },
    isDemo,
  )
  if (!answer.ok || !answer.body) throw new Error(`status ${answer.status}`)
  const list = await readAtMost(answer.body as ReadableStream<Uint8Array>, MOST_BYTES, () => new Error('a list that is too long'))
  return list.toString('utf8').trim()
}
