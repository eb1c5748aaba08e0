/** 누가 누구를 쓸 수 있는지 검사한다. Who may import whom; the rules are told in docs/architecture.md. */
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'

type Layer = 'kernel' | 'libs' | 'modules' | 'server' | 'gateway' | 'web' | 'tools' | 'tests' | 'bench' | 'examples'
interface Package {
  name: string
  dir: string
  layer: Layer
  dependencies: string[]
  devDependencies: string[]
}
export interface Violation {
  file: string
  imports: string
  rule: string
}

/** A layer imports the layers named here and itself only where it names itself. */
const MAY_IMPORT: Record<Layer, readonly Layer[]> = {
  kernel: [],
  libs: ['libs'],
  modules: ['kernel', 'libs', 'modules'],
  server: ['kernel', 'libs', 'modules', 'gateway', 'web'],
  gateway: ['kernel', 'libs', 'modules'],
  web: ['kernel', 'libs', 'modules', 'web'],
  tools: ['kernel', 'libs', 'modules', 'server', 'gateway', 'web'],
  tests: ['kernel', 'libs', 'modules', 'server', 'gateway', 'web'],
  bench: ['kernel', 'libs', 'modules', 'server', 'gateway', 'web'],
  // Programs of others: they speak the published API and know nothing inside.
  examples: ['libs'],
}
/** These two build and inspect whole modules; everyone else sees contracts only. */
const SEES_WHOLE_MODULES: readonly Layer[] = ['server', 'tools', 'tests', 'bench']
const IMPORT =
  /^\s*(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

export function findViolations(root: string): Violation[] {
  const packages = readPackages(root)
  const byName = new Map(packages.map((pkg) => [pkg.name, pkg]))
  return packages.flatMap((pkg) =>
    filesOf(pkg).flatMap((file) =>
      importsOf(file).flatMap((imports) => {
        const rule = brokenRule(pkg, file, imports, byName)
        return rule ? [{ file: relative(root, file), imports, rule }] : []
      }),
    ),
  )
}

/** Packages that need each other in a circle are one package in several folders. Returns the first circle found. */
export function findCircle(root: string): string[] | undefined {
  const needs = new Map(readPackages(root).map((pkg) => [pkg.name, pkg.dependencies]))
  const walk = (name: string, path: readonly string[]): string[] | undefined =>
    path.includes(name)
      ? [...path, name]
      : needs
          .get(name)
          ?.map((next) => walk(next, [...path, name]))
          .find(Boolean)
  return [...needs.keys()].map((name) => walk(name, [])).find(Boolean)
}

function brokenRule(pkg: Package, file: string, imports: string, byName: Map<string, Package>): string | undefined {
  if (imports.startsWith('node:')) return undefined
  if (imports.startsWith('.')) {
    // A long contract is cut into parts, `contract-news.ts`; together they are one door.
    if (/^contract(-[a-z-]+)?\.ts$/.test(basename(file)) && !/^\.\/contract(-[a-z-]+)?\.ts$/.test(imports))
      return 'a contract stands alone: it imports nothing of its module but its own parts'
    return resolve(dirname(file), imports).startsWith(pkg.dir + sep) ? undefined : 'a relative import stays inside its package'
  }
  const name = imports
    .split('/')
    .slice(0, imports.startsWith('@') ? 2 : 1)
    .join('/')
  const testing = pkg.layer === 'tests' || /(\.test|\/testing)\.ts$/.test(file)
  if (![pkg.name, ...pkg.dependencies, ...(testing ? pkg.devDependencies : [])].includes(name)) {
    return `${name} is not declared in package.json`
  }
  const target = byName.get(name)
  if (!target || target === pkg) return undefined
  if (!MAY_IMPORT[pkg.layer].includes(target.layer)) return `${pkg.layer} may not import ${target.layer}`
  if (imports.endsWith('/testing') && !testing && !['tools', 'tests', 'bench'].includes(pkg.layer))
    return 'only tests use a testing door'
  if (pkg.layer === 'web' && target.layer === 'kernel' && imports !== name && imports !== `${name}/route`)
    return 'web uses the pure kernel only'
  const seesAll = target.layer !== 'modules' || SEES_WHOLE_MODULES.includes(pkg.layer)
  // What a module works out on a visitor's own device: pure code behind a door of its own.
  if (pkg.layer === 'web' && imports === `${name}/browser`) return undefined
  return seesAll || imports === `${name}/contract` ? undefined : `only ${name}/contract is open to others`
}

function filesOf(pkg: Package): string[] {
  return globSync('**/*.{ts,tsx}', { cwd: pkg.dir, exclude: ['**/node_modules/**', '**/fixtures/**'] })
    .sort()
    .map((path) => join(pkg.dir, path))
}

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].flatMap((match) => match[1] ?? match[2] ?? match[3] ?? [])
}

function readPackages(root: string): Package[] {
  return globSync('{kernel,server,gateway,tools,tests,bench,libs/*,modules/*,web/*,examples/*}/package.json', { cwd: root })
    .sort()
    .map((path) => {
      const { name, dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(root, path), 'utf8'))
      return {
        name,
        dir: resolve(root, dirname(path)),
        layer: path.split(sep)[0] as Layer,
        dependencies: Object.keys(dependencies),
        devDependencies: Object.keys(devDependencies),
      }
    })
}
