/** `web/dist/manifest.json`: what was built from what. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export const MANIFEST = 'manifest.json'

/** Addresses of the hashed files that pages link to. All are immutable: serve `/assets/*` with a year of caching. */
export interface WebAssets {
  readonly css: string
  /** `@font-face` rules of the fallback Korean font; linked last so that it never holds up the page. */
  readonly fonts: string
  /** Loads islands; linked only by pages that hold one. */
  readonly islands: string
  readonly icon: string
}

export interface WebManifest {
  /** Of all sources. */
  readonly hash: string
  /** Sources outside `web/` that went into a bundle, relative to the repository. */
  readonly outside: readonly string[]
  readonly assets: WebAssets
  /** Portal name to its module, relative to `dist`. */
  readonly server: Readonly<Record<string, string>>
}

/** Undefined when there is no usable build. */
export async function readManifest(folder: string): Promise<WebManifest | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as WebManifest
  } catch {
    return undefined
  }
}
