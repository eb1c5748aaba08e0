/** What the check needs when there is no network. */
import type { Outputs } from './bundle.ts'
import type { WebAssets } from './manifest.ts'

export interface OfflineBuild {
  /** Addresses of what its page loads. */
  readonly files: readonly string[]
  /** Of the service worker that keeps them. */
  readonly code: string
}

/** Below this address the worker of the check is in sight of its service worker (`server/assets.ts`). */
const BELOW = '/check'

/** Addresses of the files. */
export function checkFiles(outputs: Outputs, { css, fonts, islands, icon }: WebAssets): readonly string[] {
  const chunks = outputs.filter((one) => one.type === 'chunk')
  const chunkLike = (pattern: RegExp) => {
    const found = chunks.find(({ fileName }) => pattern.test(fileName))
    if (!found) throw new Error(`the build made no script like ${pattern}`)
    return found
  }
  const loaded = new Set<string>()
  const add = (name: string) => {
    if (loaded.has(name)) return
    loaded.add(name)
    for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) add(next)
  }
  add(islands.slice(1))
  add(chunkLike(/private-check\.island-[\w-]+\.js$/).fileName)
  const worker = outputs.find(({ fileName }) => /^assets\/worker-[\w-]+\.js$/.test(fileName))
  if (!worker) throw new Error('the build made no worker for the check')
  return [css, fonts, icon, ...[...loaded].map((name) => `/${name}`), `${BELOW}/${worker.fileName}`]
}
