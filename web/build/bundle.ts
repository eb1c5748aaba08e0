/** The two Vite builds: what browsers load, then what the server renders with, which knows the first one's addresses. */
import { isAbsolute, join, relative, sep } from 'node:path'
import { build, type BuildOptions, type InlineConfig, type Rolldown } from 'vite'
import type { WebAssets, WebManifest } from './manifest.ts'
import { checkFiles } from './offline.ts'
import { ENTRIES, ROOT, WEB } from './paths.ts'
import { krdsTokens } from './tokens.ts'

export type Outputs = readonly (Rolldown.OutputAsset | Rolldown.OutputChunk)[]

/** Writes `assets/` and `server/` into `folder`. */
export async function bundle(folder: string): Promise<Omit<WebManifest, 'hash'>> {
  const browser = await run({ ...common(), plugins: [krdsTokens()], build: browserBuild(folder) })
  const assets = addresses(browser)
  const code = await serviceWorker()
  const server = await run({
    ...common(),
    define: {
      __DPG_ASSETS__: JSON.stringify(assets),
      __DPG_OFFLINE__: JSON.stringify({ files: checkFiles(browser, assets), code }),
    },
    ssr: { noExternal: true },
    build: serverBuild(folder),
  })
  return {
    outside: outsideSources([...browser, ...server]),
    assets,
    server: Object.fromEntries(ENTRIES.map((name) => [name, `server/${name}.js`])),
  }
}

const common = (): InlineConfig => ({
  root: WEB,
  base: '/',
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  worker: { format: 'es' },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
})

/** As one classic script, the only kind of service worker that every browser takes. */
async function serviceWorker(): Promise<string> {
  const outputs = await run({
    ...common(),
    build: {
      write: false,
      rolldownOptions: { input: join(WEB, 'resident/public/check/offline/service-worker.ts'), output: { format: 'iife' } },
    },
  })
  const [only] = outputs
  if (outputs.length !== 1 || only?.type !== 'chunk') throw new Error('the service worker must be one file')
  return only.code
}

const browserBuild = (folder: string): BuildOptions => ({
  outDir: folder,
  emptyOutDir: false,
  assetsDir: 'assets',
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  reportCompressedSize: false,
  rolldownOptions: {
    input: {
      ui: join(WEB, 'ui/styles/index.css'),
      fonts: join(WEB, 'ui/styles/fonts.css'),
      islands: join(WEB, 'ui/islands/boot.ts'),
      icon: join(WEB, 'ui/icon.svg'),
    },
  },
})

const serverBuild = (folder: string): BuildOptions => ({
  outDir: join(folder, 'server'),
  emptyOutDir: false,
  ssr: true,
  minify: false,
  target: 'node26',
  rolldownOptions: {
    input: Object.fromEntries(ENTRIES.map((name) => [name, join(WEB, name, 'index.ts')])),
    external: isRunByNode,
    output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
  },
})

/** Node runs these as they are; everything else (Preact, `web/`) goes into the bundle. */
function isRunByNode(id: string): boolean {
  if (id.startsWith('node:') || id === 'zod' || id.startsWith('zod/')) return true
  return id.startsWith('@dpg/') && !id.startsWith('@dpg/ui') && !id.startsWith('@dpg/web-')
}

async function run(config: InlineConfig): Promise<Outputs> {
  const result = await build(config)
  const outputs = Array.isArray(result) ? result : [result]
  return outputs.flatMap((one) => ('output' in one ? [...one.output] : []))
}

function addresses(outputs: Outputs): WebAssets {
  const find = (pattern: RegExp): string => {
    const file = outputs.find((output) => pattern.test(output.fileName))
    if (!file) throw new Error(`the build made no file like ${pattern}`)
    return `/${file.fileName}`
  }
  return {
    css: find(/^assets\/ui-[\w-]+\.css$/),
    fonts: find(/^assets\/fonts-[\w-]+\.css$/),
    islands: find(/^assets\/islands-[\w-]+\.js$/),
    icon: find(/^assets\/icon-[\w-]+\.svg$/),
  }
}

/** Files of other folders of this repository that were bundled, such as a library an island uses. */
function outsideSources(outputs: Outputs): string[] {
  const ids = outputs.flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []))
  const files = ids.map((id) => id.split('?')[0]!).filter((id) => isAbsolute(id) && !id.includes(`${sep}node_modules${sep}`))
  const inside = files
    .map((file) => relative(ROOT, file))
    .filter((path) => !path.startsWith('..') && !path.startsWith(`web${sep}`))
  return [...new Set(inside)].sort()
}
