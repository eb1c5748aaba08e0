/**
 * Keeps the check for when there is no network: the page as a stranger sees it, the rules, and what the page loads. It knows no
 * answers: they are never asked for and never pass through here. The network comes first wherever it is there.
 */
import { CACHES, type OfflinePlan, SCOPE } from './plan.ts'

/** Put before this code by the server. */
declare const OFFLINE: OfflinePlan

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Asking extends Event {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Worker {
  addEventListener(on: 'install' | 'activate', handle: (event: Waiting) => void): void
  addEventListener(on: 'fetch', handle: (event: Asking) => void): void
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
}
const worker = self as unknown as Worker

const NAME = CACHES + OFFLINE.version
const FONT = /^\/assets\/[\w-]+\.woff2$/

worker.addEventListener('install', (event) => event.waitUntil(keepAll()))
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate') {
    if (pathname === SCOPE) event.respondWith(networkFirst(request))
  } else if (pathname === OFFLINE.rules || OFFLINE.files.includes(pathname)) event.respondWith(keptFirst(request))
  else if (FONT.test(pathname)) event.respondWith(keptFirst(request, true))
})

/** All or nothing: half a page would be worse than none. */
async function keepAll(): Promise<void> {
  try {
    const cache = await caches.open(NAME)
    await Promise.all([keepPage(cache), cache.addAll([OFFLINE.rules, ...OFFLINE.files])])
  } catch (cause) {
    await caches.delete(NAME)
    throw cause
  }
  await worker.skipWaiting()
}

async function keepPage(cache: Cache): Promise<void> {
  const answer = await fetch(OFFLINE.kept, { cache: 'no-store' })
  const text = await answer.text()
  if (!answer.ok || !text.includes(OFFLINE.rules)) throw new Error('the page and its rules do not go together')
  // The text has been decoded; what said how it was coded goes, the policy stays.
  const headers = new Headers(answer.headers)
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name)
  await cache.put(SCOPE, new Response(text, { headers }))
}

async function takeOver(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(CACHES) && name !== NAME)
  await Promise.all(old.map((name) => caches.delete(name)))
  await worker.clients.claim()
}

/** Opens no cache: one that was removed stays removed. */
const kept = (request: Request | string): Promise<Response | undefined> => caches.match(request, { cacheName: NAME })

const BROKEN = 500

async function networkFirst(request: Request): Promise<Response> {
  const answer = await fetch(request).catch(() => undefined)
  if (answer && answer.status < BROKEN) return answer
  return (await kept(SCOPE)) ?? answer ?? Response.error()
}

/** What is named by its content never changes. */
async function keptFirst(request: Request, andKeep = false): Promise<Response> {
  const known = await kept(request)
  if (known) return known
  const answer = await fetch(request)
  if (andKeep && answer.ok && (await caches.has(NAME))) await (await caches.open(NAME)).put(request, answer.clone())
  return answer
}
