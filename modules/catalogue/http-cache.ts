/** Answers that only change when something is published: an entity tag, and 304 for who has them already (RFC 9110 §13). */
import type { Answer } from '@dpg/kernel/server'

const MAX_AGE_S = 60

/** `edition` names what the answer was made from; the work is only done for who does not have it. */
export function cached(request: Request, edition: string, make: () => Answer): Answer {
  const tag = `W/"${edition}"`
  // Which language one reads follows a cookie and a header.
  const headers = { etag: tag, 'cache-control': `public, max-age=${MAX_AGE_S}`, vary: 'Cookie, Accept-Language' }
  const held = (request.headers.get('if-none-match') ?? '').split(',').map((one) => one.trim())
  if (held.includes(tag) || held.includes('*')) return { status: 304, headers }
  const answer = make()
  return { ...answer, headers: { ...answer.headers, ...headers } }
}
