/** For tests only: the module over a catalogue with the whole country pack, two authors and an approver. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Directory } from '@dpg/directory/contract'
import { type Clock, createTexts, type OfficialId, type Principal } from '@dpg/kernel'
import { type Db, newId } from '@dpg/kernel/server'
import type { DeskOptions } from '../check/desk.ts'
import { authoring as info, createAuthoring } from '../index.ts'
import { createCatalogue } from './catalogue.ts'

export const PENSION = 'SSE000000170'

const KOREA = fileURLToPath(new URL('../../../countries/kr', import.meta.url))
const files = () =>
  globSync('**/*.{yaml,tsv,md}', { cwd: KOREA }).map((path) => ({
    path: path.replaceAll('\\', '/'),
    text: readFileSync(`${KOREA}/${path}`, 'utf8'),
  }))

const NAMES: Readonly<Record<string, string>> = { a: '서지우', b: '강민재', c: '윤새벽' }
/** Of the ministry of health and welfare, unless another is named. */
export const officialOf = (agency: string, letter: 'a' | 'b' | 'c', ...roles: string[]): Principal => ({
  kind: 'official',
  official: { id: `off_${letter}` as OfficialId, agency, area: null, roles },
  displayName: NAMES[letter]!,
  assurance: 'substantial',
  permissions: new Set(['official', ...roles]),
})
export const official = (letter: 'a' | 'b' | 'c', ...roles: string[]): Principal => officialOf('1352000', letter, ...roles)
export const author = official('a', 'rule-author')
export const approver = official('b', 'rule-author', 'rule-approver')
export const other = official('c', 'rule-author')

export interface WorldDeps {
  readonly db: Db
  readonly clock: Clock
}

export function createWorld({ db, clock }: WorldDeps, options: DeskOptions = {}) {
  const { catalogue, publishing } = createCatalogue(db, files())
  const directory = {
    official: async (id: string) => ({ id, name: NAMES[id.slice(4)] }),
    agencyName: (code: string) => code,
  } as unknown as Directory
  const sample = { module: new URL('./people.ts', import.meta.url).href, options: { people: 1000 } }
  const deps = { db, clock, newId, catalogue, publishing, directory, sample, texts: createTexts([info.messages]) }
  return { db, catalogue, publishing, ...createAuthoring(deps, options) }
}
