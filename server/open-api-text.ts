/** The OpenAPI text without a running platform: for whatever is generated from it. */
import { generateKeyPairSync } from 'node:crypto'
import { openApiOf } from './http.ts'
import { buildModules, type ModulesDeps } from './modules.ts'

/** Modules are built over nothing: they only say which routes they have. */
export function openApiText(): object {
  const { privateKey } = generateKeyPairSync('ed25519')
  const known = {
    logKey: privateKey,
    membersKey: privateKey,
    certificates: undefined,
    baseUrl: () => 'http://localhost',
    secret: () => Buffer.alloc(32),
  }
  const nothing: unknown = new Proxy(() => nothing, { get: () => nothing, apply: () => nothing })
  const deps = new Proxy(known, {
    get: (target, name) => (name in target ? target[name as keyof typeof target] : nothing),
    ownKeys: () => [...Object.keys(known), ...GIVEN],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  })
  const { parts } = buildModules(deps as unknown as ModulesDeps)
  return openApiOf(parts.flatMap(({ routes = [] }) => routes))
}

/** What modules are handed by spreading. */
const GIVEN: readonly (keyof ModulesDeps)[] = [
  'db',
  'clock',
  'log',
  'sealing',
  'pairwise',
  'texts',
  'isDemo',
  'gateways',
  'people',
]
