/**
 * The library as others get it: JavaScript with declarations, for Node strips no types below `node_modules`.
 * `node packing/pack.ts [FOLDER]` makes the folder that `npm publish FOLDER` sends; the workspace itself never needs it.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

interface Manifest {
  readonly exports: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

const LIBRARY = join(import.meta.dirname, '..')
/** What a stranger is told; who works on the library is told more. */
const FIELDS = ['name', 'version', 'description', 'license', 'keywords', 'type', 'dependencies']
/** Doors of this repository's own tests: they bring random people and rules, with what it takes to make them. */
const isOurs = (door: string): boolean => /^\.\/.+\/testing$/.test(door)
/** The first with zstd, which the population is packed with. */
const NODE = '>=22.15'
/** How a file is named that runs in a thread or a process of its own; what `tsc` does for imports is done for these. */
const BESIDE = /new URL\('(\.\/[\w./-]+)\.ts', import\.meta\.url\)/g

/** Makes the package in a folder, which is emptied before. Throws, with what the compiler says, when it would not work. */
export function pack(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  compile(folder)
  for (const file of globSync('**/*.js', { cwd: folder })) nameBesides(join(folder, file))
  const source: Manifest = JSON.parse(readFileSync(join(LIBRARY, 'package.json'), 'utf8'))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifestOf(source, folder), null, 2)}\n`)
  for (const file of globSync('{.,*}/README.md', { cwd: LIBRARY }))
    if (existsSync(join(folder, dirname(file)))) cpSync(join(LIBRARY, file), join(folder, file))
  cpSync(join(LIBRARY, '../../LICENSE'), join(folder, 'LICENSE'))
}

function compile(folder: string): void {
  const compiler = join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'bin/tsc')
  const args = [compiler, '-p', import.meta.dirname, '--outDir', folder]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The library does not compile:\n${stdout}${stderr}`)
}

function nameBesides(path: string): void {
  const text = readFileSync(path, 'utf8')
  const named = text.replace(BESIDE, (_, name: string) => {
    const target = `${name}.js`
    if (!existsSync(join(dirname(path), target)))
      throw new Error(`${path} starts ${target}, which is not compiled (tsconfig.json)`)
    return `new URL('${target}', import.meta.url)`
  })
  if (named !== text) writeFileSync(path, named)
}

function manifestOf(source: Manifest, folder: string): object {
  const doors = Object.entries(source.exports).filter(([door]) => !isOurs(door))
  const exports = doors.map(([door, file]) => {
    const [types, code] = ['.d.ts', '.js'].map((end) => file.replace(/\.ts$/, end)) as [string, string]
    for (const one of [types, code])
      if (!existsSync(join(folder, one))) throw new Error(`${door} leads to ${one}, which is not compiled (tsconfig.json)`)
    return [door, { types, default: code }]
  })
  return {
    ...Object.fromEntries(FIELDS.map((field) => [field, source[field]])),
    engines: { node: NODE },
    exports: Object.fromEntries(exports),
    // A name with a scope is private unless it says so.
    publishConfig: { access: 'public' },
  }
}

if (import.meta.main) {
  const folder = process.argv[2] ?? join(LIBRARY, 'dist')
  pack(folder)
  console.log(`npm publish ./${relative(process.cwd(), folder)}`)
}
