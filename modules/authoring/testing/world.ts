/** For tests only: the module over a catalogue with a part of the country pack, two authors and an approver. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Directory } from '@dpg/directory/contract'
import { type Clock, createTexts, type OfficialId, type Principal } from '@dpg/kernel'
import { type Db, newId } from '@dpg/kernel/server'
import type { DeskOptions } from '../check/desk.ts'
import { authoring as info, createAuthoring } from '../index.ts'
import { createCatalogue } from './catalogue.ts'
import { createPolicy } from './policy.ts'

export const PENSION = 'SSE000000170'

const KOREA = fileURLToPath(new URL('../../../countries/kr', import.meta.url))
/** Two services worked out, and one entry of the catalogue in so many: the gates are the same for a part as for all. */
const LEFT_OUT =
  /^(services\/(?!basic-pension\/|housing-repair-benefit\/)|datasets|situations|models|mydata|policies|population|texts)/
const EVERY = 400
const NAMED = [PENSION, 'SD0000016119', '336000000096', 'WII000001410']
const files = () =>
  globSync('**/*.{yaml,tsv,md}', { cwd: KOREA }).flatMap((found) => {
    const path = found.replaceAll('\\', '/')
    if (LEFT_OUT.test(path)) return []
    const text = readFileSync(`${KOREA}/${path}`, 'utf8')
    return [{ path, text: SHORTER[path]?.(text) ?? text }]
  })

const SHORTER: Readonly<Record<string, (text: string) => string>> = {
  'catalogue/services.tsv': someOf,
  // Birthdays, thresholds, one of each refusal, what is unknown; the amounts in detail are the definition's own affair.
  'services/basic-pension/cases.yaml': (text) => {
    const [head, ...cases] = text.split(/^(?=- name: )/m)
    return [head, ...cases.filter((one) => CASES.test(one))].join('')
  },
}
const CASES =
  /^- name: (2026년|65번째|생일 하루|1원이라도|국민연금이 1원|공무원연금|1949년 7월|대한민국|소득인정액을 모르면|소득재분배급여를|보완하지)/

function someOf(table: string): string {
  const [head, ...rows] = table.split('\n')
  return [head, ...rows.filter((row, i) => i % EVERY === 0 || NAMED.some((id) => row.startsWith(id)))].join('\n')
}

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
  /** Of another world. */
  readonly shares?: ReturnType<typeof createCatalogue>
}

export function createWorld({ db, clock, shares = createCatalogue(db, files()) }: WorldDeps, options: DeskOptions = {}) {
  const { catalogue, publishing } = shares
  const directory = {
    official: async (id: string) => ({ id, name: NAMES[id.slice(4)] }),
    agencyName: (code: string) => code,
  } as unknown as Directory
  const deps = { db, clock, newId, catalogue, publishing, directory, policy: createPolicy(), texts: createTexts([info.messages]) }
  return { db, catalogue, publishing, ...createAuthoring(deps, options) }
}
