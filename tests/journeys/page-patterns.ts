/** Which pages there are, so that none goes unseen. */
import { join } from 'node:path'
import type { Route } from '@dpg/kernel/route'
import { buildWeb } from '@dpg/web-build'

/** Paths of the pages of all portals, as their routes have them; files to take along are no pages. */
export async function pagePatterns(): Promise<string[]> {
  const build = await buildWeb()
  const manifest = build.manifest.server
  const portals = await Promise.all(
    ['resident', 'officer', 'developer'].map(
      (name) => import(join(build.folder, manifest[name] ?? '')) as Promise<{ pages(contracts: unknown): Route[] }>,
    ),
  )
  const patterns = portals.flatMap(({ pages }) =>
    pages(anything)
      .filter(({ method }) => method === 'GET')
      .map(({ path }) => path),
  )
  return patterns.filter((path) => !FILES.includes(path))
}

const FILES = [
  '/check/offline.js',
  '/developers/sign-in/button.css',
  '/check/rules/{name}',
  '/my/cases/{id}/files/{file}',
  '/my/documents/{id}/{form}',
  '/work/{id}/files/{file}',
  '/policy/runs/{id}/csv',
  '/authoring/drafts/{id}/tables/{table}',
]

/** Stands for all contracts while routes are only listed, not walked. */
const anything: unknown = new Proxy(() => undefined, { get: () => anything, apply: () => anything })
