/**
 * Bundles the portals: `npm run build`, or `buildWeb()` at server start.
 * Node strips types but not JSX, so `web/` alone needs a build; it is skipped while its sources are unchanged.
 */
import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withLock } from './lock.ts'
import { MANIFEST, readManifest, type WebManifest } from './manifest.ts'
import { DIST } from './paths.ts'
import { publish } from './publish.ts'
import { hashFiles, webSources } from './sources.ts'

export type { WebManifest } from './manifest.ts'

export interface WebBuild {
  /** Absolute folder that holds `server/`, `assets/` and `manifest.json`. */
  readonly folder: string
  readonly manifest: WebManifest
  /** False when the sources had not changed. */
  readonly built: boolean
  readonly ms: number
}

/**
 * Makes `web/dist` match the sources, in a process of its own: the bundler's memory ends with it. Safe to call from several
 * processes at once; a reader never sees half a build. `force` builds even when nothing changed.
 */
export async function buildWeb(options: { readonly force?: boolean } = {}): Promise<WebBuild> {
  const started = performance.now()
  const ready = options.force ? undefined : await current()
  if (ready) return result(ready, false, started)
  const said = await builder(options.force ? ['--force'] : [])
  const manifest = await readManifest(DIST)
  if (!manifest) throw new Error(`the web build left no manifest: ${said}`)
  return result(manifest, true, started)
}

/** Resolves to what it said; rejects with it when it failed. */
function builder(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [import.meta.filename, ...args], (error, stdout, stderr) => {
      if (error) reject(new Error(`the web build failed: ${stderr.trim() || error.message}`))
      else resolve(stdout.trim())
    })
  })
}

async function buildHere(force: boolean): Promise<WebBuild> {
  const started = performance.now()
  await mkdir(DIST, { recursive: true })
  return withLock(join(DIST, '.lock'), async () => {
    const meanwhile = force ? undefined : await current()
    if (meanwhile) return result(meanwhile, false, started)
    return result(await build(), true, started)
  })
}

const result = (manifest: WebManifest, built: boolean, started: number): WebBuild => ({
  folder: DIST,
  manifest,
  built,
  ms: Math.round(performance.now() - started),
})

/** The manifest of the build that is there, if its sources are still what they were. */
async function current(): Promise<WebManifest | undefined> {
  const manifest = await readManifest(DIST)
  if (!manifest) return undefined
  const now = await hashFiles([...(await webSources()), ...manifest.outside])
  return now === manifest.hash ? manifest : undefined
}

async function build(): Promise<WebManifest> {
  const folder = join(DIST, `.build-${process.pid}`)
  const sources = await webSources()
  const { bundle } = await import('./bundle.ts')
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    const parts = await bundle(folder)
    const manifest: WebManifest = { hash: await hashFiles([...sources, ...parts.outside]), ...parts }
    await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
    await publish(folder, DIST)
    return manifest
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const done = await buildHere(process.argv.includes('--force'))
  process.stdout.write(`web ${done.built ? 'built' : 'unchanged'} in ${done.ms} ms\n`)
}
