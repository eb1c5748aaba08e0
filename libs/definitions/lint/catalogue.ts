/** Rows of the official catalogue: whoever reads them finds agency, area, condition and window. */
import { dateOf } from '../catalogue-describe.ts'
import { type Finding, finding } from '../findings.ts'
import type { CatalogueRow } from '../schemas/pack.ts'
import type { Linted, PackCheck } from './lint.ts'

const ROWS = 'catalogue/services.tsv'
const CONDITIONS = 'catalogue/conditions.tsv'
const WAYS = ['visit', 'online-gov24', 'online-other', 'none', 'other', '']

/** Ids that stand twice are told when loading. */
export const lintCatalogue: PackCheck = (linted) => {
  const { pack, sources } = linted
  const lines = linesOf(sources.tables.get(ROWS))
  const used = new Set(pack.catalogue.rows.map(({ condition }) => condition))
  const conditionLines = linesOf(sources.tables.get(CONDITIONS))
  const conditions = [...pack.catalogue.conditions.values()].flatMap(({ key, codes, ageFrom, ageTo }) => {
    const at = { file: CONDITIONS, line: conditionLines.get(key) ?? 1 }
    const wrong = codes.filter((code) => pack.conditionCodes.get(code)?.retired ?? true)
    return [
      ...wrong.map((code) => finding(pack.conditionCodes.has(code) ? 'catalogue.retired' : 'catalogue.code', at, { code })),
      ...(ageFrom !== null && ageTo !== null && ageFrom > ageTo
        ? [finding('catalogue.ages', at, { from: String(ageFrom), to: String(ageTo) })]
        : []),
      ...(used.has(key) ? [] : [finding('catalogue.unused', at, { key }, 'warning')]),
    ]
  })
  return [...pack.catalogue.rows.flatMap((row) => lintRow(row, lines.get(row.id) ?? 1, linted)), ...conditions]
}

function lintRow(row: CatalogueRow, line: number, { pack }: Linted): Finding[] {
  const at = { file: ROWS, line }
  const findings: Finding[] = []
  if (!pack.agencies.has(row.agency)) findings.push(finding('reference.agency', at, { id: row.agency }))
  if (row.area !== '' && !pack.areas.has(row.area)) findings.push(finding('reference.area', at, { id: row.area }))
  if (row.condition !== '' && !pack.catalogue.conditions.has(row.condition))
    findings.push(finding('catalogue.condition', at, { key: row.condition }))
  if (!['high', 'medium', 'low'].includes(row.confidence))
    findings.push(finding('table.value', at, { problem: `confidence: ${row.confidence}` }))
  const way = row.apply.split(',').find((one) => !WAYS.includes(one))
  if (way !== undefined) findings.push(finding('table.value', at, { problem: `apply: ${way}` }))
  if (!['', 'always', 'varies'].includes(row.window) && !dateOf(row.window))
    findings.push(finding('catalogue.window', at, { window: row.window }, 'warning'))
  return findings
}

const linesOf = (table: { rows: readonly { line: number; cells: readonly string[] }[] } | undefined): Map<string, number> =>
  new Map(table?.rows.map(({ line, cells }) => [cells[0]?.trim() ?? '', line]) ?? [])
