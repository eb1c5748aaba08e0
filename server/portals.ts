/** The portals, bundled by Vite: each is a module that gives its pages and its texts. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MessageSet } from '@dpg/kernel'
import type { HttpDeps, Route } from '@dpg/kernel/server'
import { buildWeb } from '@dpg/web-build'
import type { PortalContracts } from './contracts.ts'

interface Portal {
  readonly pages: (contracts: PortalContracts) => readonly Route[]
  readonly messages: MessageSet
}

export interface Portals {
  /** Holds `assets/`. */
  readonly folder: string
  readonly messages: readonly MessageSet[]
  pages(contracts: PortalContracts): Route[]
  readonly problemPage: (isDemo: boolean) => HttpDeps['problemPage']
}

/** Builds what changed (a second at most) and loads it. */
export async function loadPortals(): Promise<Portals> {
  const { folder, manifest } = await buildWeb()
  const load = (name: string) => import(pathToFileURL(join(folder, manifest.server[name]!)).href) as Promise<unknown>
  const [resident, officer, developer] = (await Promise.all(['resident', 'officer', 'developer'].map(load))) as [
    Portal & ResidentExtras,
    Portal,
    Portal,
  ]
  const portals = [resident, officer, developer]
  return {
    folder,
    messages: portals.map((portal) => portal.messages),
    pages: (contracts) => portals.flatMap((portal) => portal.pages(contracts)),
    problemPage: resident.problemPage,
  }
}

interface ResidentExtras {
  readonly problemPage: (isDemo: boolean) => HttpDeps['problemPage']
}
