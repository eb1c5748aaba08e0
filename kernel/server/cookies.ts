/** Cookies as they come and go (RFC 6265bis). */
import type { Cookie } from './route.ts'

/** RFC 6265bis: a cookie of this name comes from this very host over HTTPS; no neighbour under the same domain can plant one. */
const HOST_ONLY = '__Host-'

/** Over HTTPS only cookies bound to this host count, by their plain names. */
export function parseCookies(header: string, secure = false): Record<string, string> {
  const cookies: Record<string, string> = {}
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    const sent = part.slice(0, at).trim()
    const name = !secure ? sent : sent.startsWith(HOST_ONLY) ? sent.slice(HOST_ONLY.length) : ''
    if (at > 0 && name !== '' && name !== '__proto__') cookies[name] = part.slice(at + 1).trim()
  }
  return cookies
}

/** A cookie as a `Set-Cookie` header says it. */
export function cookieText(cookie: Cookie, secure: boolean): string {
  const parts = [`${secure ? HOST_ONLY : ''}${cookie.name}=${cookie.value}`, 'Path=/', 'SameSite=Lax']
  if (cookie.httpOnly !== false) parts.push('HttpOnly')
  if (cookie.maxAgeS !== undefined) parts.push(`Max-Age=${cookie.maxAgeS}`)
  if (secure) parts.push('Secure')
  return parts.join('; ')
}
