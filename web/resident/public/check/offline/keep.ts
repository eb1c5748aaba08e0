/** The page's side: asks the browser to keep the check, or to forget it. */
import { CACHES, SCOPE } from './plan.ts'

/** `script`: of the service worker; null: the page says that nothing is to be kept. True once all of it is there. */
export async function keepOffline(script: string | null): Promise<boolean> {
  // Private windows of some browsers have none, and some people forbid it.
  if (!('serviceWorker' in navigator)) return false
  try {
    if (script === null) {
      await forget()
      return false
    }
    const registration = await navigator.serviceWorker.register(script, { scope: SCOPE })
    // A change of language, or of the rules, is looked for at every visit; without a network what is kept stands.
    if (registration.active) await registration.update().catch(() => undefined)
    const coming = registration.installing ?? registration.waiting
    return coming ? await settled(coming) : registration.active !== null
  } catch {
    return false
  }
}

function settled(worker: ServiceWorker): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve(worker.state === 'activated')
    }
    worker.addEventListener('statechange', look)
    look()
  })
}

async function forget(): Promise<void> {
  const registrations = await navigator.serviceWorker.getRegistrations()
  const ours = registrations.filter(({ scope }) => new URL(scope).pathname === SCOPE)
  await Promise.all(ours.map((one) => one.unregister()))
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(CACHES)).map((name) => caches.delete(name)))
}
