/** What leaves a window, by any way there is, and what stays behind in it. */
import type { Seat } from './stage.ts'

/** From now on: everything that is sent, one line each (`fetch POST /check`), workers and beacons included. */
export async function watch({ page, window }: Seat): Promise<() => readonly string[]> {
  const sent: string[] = []
  const pathOf = (url: string) => {
    const { pathname, search } = new URL(url)
    return pathname + search
  }
  window.on('request', (request) => sent.push(`${request.resourceType()} ${request.method()} ${pathOf(request.url())}`))
  page.on('websocket', (socket) => sent.push(`websocket ${pathOf(socket.url())}`))
  // What a policy refuses was meant to leave as well.
  page.on('console', (message) => {
    if (/WebSocket|connect-src/.test(message.text())) sent.push('websocket refused')
  })
  return () => [...sent]
}

/** Cookies, storage of every kind, and what the history of the tab holds. */
export async function leftBehind({ page, window }: Seat): Promise<object> {
  const inPage = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: 'caches' in globalThis ? await caches.keys() : [],
    history: Object.keys(history.state ?? {}),
    name: self.name,
    address: location.href,
  }))
  return { ...inPage, cookies: await window.cookies() }
}
