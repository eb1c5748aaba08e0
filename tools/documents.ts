/** Documents made from the code: `npm run documents` writes them, a test compares. Problems, events, settings. */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { settingsSchema } from '@dpg/server/settings'

const ROOT = join(import.meta.dirname, '..')
const EXCLUDE = ['**/node_modules/**', '**/dist/**', '**/fixtures/**', '**/*.test.ts']
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const find = (pattern: string) => globSync(pattern, { cwd: ROOT, exclude: EXCLUDE }).sort()

/** What each document should say now, by path. */
export function documents(): Readonly<Record<string, string>> {
  return { 'docs/problems.md': problems(), 'docs/events.md': events(), 'docs/settings.md': settings() }
}

function problems(): string {
  const texts = Object.assign(
    {},
    ...find('{kernel,modules}/**/messages/ko.json').map((path) => JSON.parse(read(path))),
  ) as Record<string, string>
  const english = Object.assign(
    {},
    ...find('{kernel,modules}/**/messages/en.json').map((path) => JSON.parse(read(path))),
  ) as Record<string, string>
  const rows = find('{kernel,modules}/**/*.ts')
    .flatMap((file) => [...read(file).matchAll(/defineProblem<[^(]*>\(\s*'([^']+)',\s*(\d+),?\s*\)/g)])
    .map(
      ([, type, status]) =>
        `| \`${type}\` | ${status} | ${texts[`problem.${type}.title`] ?? ''} | ${english[`problem.${type}.title`] ?? ''} |`,
    )
  return table(
    '문제 / Problems',
    'Every refusal (RFC 9457). A type never changes its meaning and is never used again.',
    ['type', 'status', '한국어', 'English'],
    rows,
  )
}

function events(): string {
  const rows = find('modules/*/contract{,-*}.ts')
    .flatMap((file) => [...read(file).matchAll(/defineEvent<(\{[^}]*\})>\(\s*'([^']+)',?\s*\)/g)])
    .map(([, payload, name]) => `| \`${name}\` | \`${onOneLine(payload!).replaceAll('|', '\\|')}\` | ${consumersOf(name!)} |`)
  return table(
    '사건 / Events',
    'What happened, delivered at least once from the outbox, forgotten a week later; ids and a word for what it was, never the values of facts.',
    ['event', 'payload', 'consumed by'],
    rows,
  )
}

/** A type written over several lines, as one reads it in a table. */
const onOneLine = (type: string): string =>
  type
    .replace(/\n\s*(?=\})/g, ' ')
    .replace(/\{\n\s*/g, '{ ')
    .replace(/\n\s*/g, '; ')

/** Modules whose code names the event's constant in a consumer. */
function consumersOf(event: string): string {
  const constant = find('modules/*/contract{,-*}.ts')
    .map(
      (file) =>
        new RegExp(`export const (\\w+) = defineEvent<[^>]*>\\(\\s*'${event.replace('.', '\\.')}',?\\s*\\)`).exec(
          read(file),
        )?.[1],
    )
    .find(Boolean)
  const users = find('modules/**/*.ts')
    .filter((file) => new RegExp(`on: ${constant}\\b`).test(read(file)))
    .map((file) => file.split('/')[1]!)
  return [...new Set(users)].sort().join(', ') || 'public'
}

function settings(): string {
  const rows = Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const fallback = 'def' in schema && 'defaultValue' in schema.def ? String(schema.def.defaultValue) : ''
    return `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${schema.description ?? ''} |`
  })
  return table(
    '설정 / Settings',
    'Environment variables, read once at start. An unknown `DPG_…` stops the start.',
    ['name', 'default', 'meaning'],
    rows,
  )
}

const table = (title: string, lead: string, columns: readonly string[], rows: readonly string[]): string =>
  [
    `# ${title}`,
    '',
    `${lead} Made by \`npm run documents\`.`,
    '',
    `| ${columns.join(' | ')} |`,
    `| ${columns.map(() => '---').join(' | ')} |`,
    ...[...new Set(rows)].sort(),
    '',
  ].join('\n')

if (import.meta.main) for (const [path, text] of Object.entries(documents())) writeFileSync(join(ROOT, path), text)
