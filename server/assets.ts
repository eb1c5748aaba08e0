/** The hashed files of the portals: read once, compressed once, cached by browsers for a year. */
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const COMPRESSED = new Set(['.css', '.js', '.svg'])
const FOREVER = 'public, max-age=31536000, immutable'

interface Asset {
  readonly type: string
  readonly path: string
  readonly gzip?: Uint8Array<ArrayBuffer>
}

export type Assets = (request: Request) => Promise<Response | undefined>

/** Answers `GET /assets/*` and the same below `/check`; undefined for other addresses. Only files that were there at start are served. */
export async function loadAssets(folder: string, headers: Readonly<Record<string, string>>): Promise<Assets> {
  const names = (await readdir(join(folder, 'assets'))).filter((name) => extname(name) in TYPES)
  const entries = names.map(
    async (name): Promise<[string, Asset]> => [`/assets/${name}`, await load(join(folder, 'assets', name))],
  )
  const assets = new Map(await Promise.all(entries))
  return async (request) => {
    // The check's own worker is also found below the check, where its service worker sees it.
    const asset = assets.get(new URL(request.url).pathname.replace(/^\/check(?=\/assets\/)/, ''))
    if (!asset || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined
    const common = { ...headers, 'content-type': asset.type, 'cache-control': FOREVER, vary: 'accept-encoding' }
    if (asset.gzip && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? ''))
      return new Response(asset.gzip, { headers: { ...common, 'content-encoding': 'gzip' } })
    return new Response(new Uint8Array(await readFile(asset.path)), { headers: common })
  }
}

async function load(path: string): Promise<Asset> {
  const type = TYPES[extname(path)]!
  if (!COMPRESSED.has(extname(path))) return { type, path }
  return { type, path, gzip: new Uint8Array(gzipSync(await readFile(path), { level: 9 })) }
}
