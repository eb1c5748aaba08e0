/** For tests only: the module over the real catalogue with the country pack published, two authors and an approver. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { catalogue as catalogueInfo, createCatalogue } from '@dpg/catalogue'
import type { Directory } from '@dpg/directory/contract'
import { createTexts, type OfficialId, type Principal } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import type { DeskOptions } from '../check/desk.ts'
import { authoring as info, createAuthoring } from '../index.ts'

export const PENSION = 'SSE000000170'

const KOREA = fileURLToPath(new URL('../../../countries/kr', import.meta.url))
const files = () =>
  globSync('**/*.{yaml,tsv,md}', { cwd: KOREA }).map((path) => ({
    path: path.replaceAll('\\', '/'),
    text: readFileSync(`${KOREA}/${path}`, 'utf8'),
  }))

const NAMES: Readonly<Record<string, string>> = { a: '서지우', b: '강민재', c: '윤새벽' }
export const official = (letter: 'a' | 'b' | 'c', ...roles: string[]): Principal => ({
  kind: 'official',
  official: { id: `off_${letter}` as OfficialId, agency: '1352000', area: null, roles },
  displayName: NAMES[letter]!,
  assurance: 'substantial',
  permissions: new Set(['official', ...roles]),
})
export const author = official('a', 'rule-author')
export const approver = official('b', 'rule-author', 'rule-approver')
export const other = official('c', 'rule-author')

export async function createWorld(options: DeskOptions = {}) {
  const db = await openTestDb(catalogueInfo.migrations, info.migrations)
  const clock = fixedClock('2026-11-25T00:00:00Z')
  const deps = { db, clock, newId, log: silentLog }
  const door = createCatalogue({ ...deps, baseUrl: () => 'https://dpg.example' })
  await door.publishPack(files())
  const directory = { official: async (id: string) => ({ id, name: NAMES[id.slice(4)] }) } as unknown as Directory
  const sample = { module: new URL('./people.ts', import.meta.url).href, options: { people: 1000 } }
  const { authoring, parts, stop } = createAuthoring(
    { ...deps, catalogue: door.catalogue, publishing: door.publishing, directory, sample, texts: createTexts([info.messages]) },
    options,
  )
  const close = async () => {
    await stop()
    await db.close()
  }
  return { ...door, db, authoring, parts, close }
}
