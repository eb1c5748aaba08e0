/** Whether an article, paragraph, item or table that is cited stands in the Markdown text of a law. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const TIERS = ['법률', '시행령', '시행규칙'] as const
const cache = new Map<string, string>()

/** The file of the law of a reference: `기초연금법 시행령 제11조제2항`; undefined when its text is not in the folder. */
export function lawOf(ref: string, folder: string): string | undefined {
  const name = /^(.+?)(?: (시행령|시행규칙))?(?: (?:제\d|별표|부칙)|$)/.exec(ref)
  if (!name) return undefined
  const place = join(folder, name[1]!.replaceAll(' ', ''))
  const file = join(place, `${name[2] ?? TIERS[0]}.md`)
  if (existsSync(file)) return file
  // Of some Acts only an extract is kept.
  return name[2] === undefined ? globSync('*발췌.md', { cwd: place }).map((one) => join(place, one))[0] : undefined
}

/** True when what the reference names is in the text; a table (별표) when the law lists it among its attachments. */
export function hasProvision(ref: string, folder: string): boolean {
  const file = lawOf(ref, folder)
  if (file === undefined) return false
  const text = cache.get(file) ?? readFileSync(file, 'utf8')
  cache.set(file, text)
  const table = /별표 ?(\d+)(?:의(\d+))?/.exec(ref)
  if (table) return listsTable(text, table[1]!, table[2] ?? '0')
  const rule = /부칙\(제(\d+)호\)(?: (제\d+조))?/.exec(ref)
  if (rule) return supplement(text, rule[1]!).includes(rule[2] ? `${rule[2]}(` : rule[1]!)
  // `제1호의2` is no item of a law: it is written `제1의2호`.
  if (/호의\d/.test(ref)) return false
  const [, article, paragraph, item] = /(제\d+조(?:의\d+)?)(?:제(\d+)항)?(?:제(\d+(?:의\d+)?)호)?/.exec(ref) ?? []
  const body = article && articleText(text, article)
  if (!body) return false
  const part = paragraph === undefined ? body : paragraphText(body, Number(paragraph))
  return part !== '' && (item === undefined || part.includes(`\n  ${item}\\.`))
}

const listsTable = (text: string, number: string, branch: string): boolean =>
  text.includes(`별표번호: '${number.padStart(4, '0')}'\n  별표가지번호: '${branch.padStart(2, '0')}'\n  별표구분: 별표\n`)

/** From the heading of the article to the next heading. */
function articleText(text: string, article: string): string {
  const heading = new RegExp(`^##### ${article}(?: .*)?$`, 'm').exec(text)
  if (!heading) return ''
  const rest = text.slice(heading.index + heading[0].length)
  const end = rest.search(/^#{1,6} /m)
  return end < 0 ? rest : rest.slice(0, end)
}

function paragraphText(body: string, number: number): string {
  const mark = (n: number): string => `**${String.fromCodePoint(0x245f + n)}**`
  const start = body.indexOf(mark(number))
  if (start < 0) return ''
  const end = body.indexOf(mark(number + 1), start)
  return end < 0 ? body.slice(start) : body.slice(start, end)
}

/** The supplementary provisions of one Act of amendment. */
function supplement(text: string, number: string): string {
  const start = text.indexOf(`<제${number}호`)
  if (start < 0) return ''
  const end = text.indexOf('\n부칙', start)
  return end < 0 ? text.slice(start) : text.slice(start, end)
}
