/** What the acceptance tests say of the plan's systems: their first line names the system and what is still missing. */
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

export interface PlanSystem {
  readonly id: string
  readonly name: string
  /** What the test does not show yet; empty: the system works as the plan describes it. */
  readonly missing: string
  readonly promises: readonly string[]
  readonly file: string
}

/** `/** 2.1-1 온라인 정부 서비스. Missing: … *​/` */
const FIRST_LINE = /^\/\*\* (\S+) (.+?)\.(?: Missing: (.+?))? \*\/$/

/** Reads `<id>.test.ts` files, sorted as the plan numbers them; throws when a first line does not say what it must. */
export function readSystems(folder: string): PlanSystem[] {
  return globSync('*.test.ts', { cwd: folder })
    .map((name) => read(join(folder, name)))
    .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
}

function read(file: string): PlanSystem {
  const text = readFileSync(file, 'utf8')
  const [, id, name, missing] = FIRST_LINE.exec(text.split('\n', 1)[0] ?? '') ?? []
  if (!id || !name || `${id}.test.ts` !== basename(file))
    throw new Error(`${basename(file)}: the first line must be /** <id> <name>. Missing: <what is not there yet> */`)
  return { id, name, missing: missing ?? '', promises: [...text.matchAll(/^test\('([^']+)'/gm)].map((match) => match[1]!), file }
}

/** docs/systems.md */
export function renderSystems(systems: readonly PlanSystem[]): string {
  const blocks = systems.map(({ id, name, missing, promises }) =>
    [
      `## ${id} ${name}`,
      '',
      ...promises.map((promise) => `- ${promise}`),
      '',
      missing ? `아직 없는 것 / still missing: ${missing}` : '온전함 / complete',
      '',
    ].join('\n'),
  )
  return [
    '# 계획의 시스템 / Systems of the plan',
    '',
    '`npm run systems -- --write` 가 tests/systems 의 시험에서 만든다. Made from the acceptance tests; each line is a test that drives the running platform.',
    '',
    ...blocks,
  ].join('\n')
}
