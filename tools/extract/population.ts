/**
 * Makes `countries/kr/population/residents.tsv` out of the official population table (시군구 × 5-year age × sex):
 *   node tools/extract/population.ts --from ../shared/data [--to countries/kr]
 * Counts stand under the code that today's 읍면동 hang on; the same sources give the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { byText, option, type Row, readCsv, readTsv, toTsv } from './sources.ts'

const YEAR = '2024년'
const BANDS = Array.from({ length: 21 }, (_, i) => i * 5)
const SEXES = { m: '남', f: '여' } as const

const heading = (sex: string, from: number): string =>
  `${YEAR}_${sex}_거주자_${from === 100 ? '100세 이상' : `${from}~${from + 4}세`}`
const CELLS = Object.entries(SEXES).flatMap(([letter, sex]) =>
  BANDS.map((from) => [`${letter}${from}`, heading(sex, from)] as const),
)

export const POPULATION_COLUMNS = ['code', ...CELLS.map(([column]) => column)]

const count = (text: string | undefined): number => {
  const number = Number((text ?? '').replaceAll(',', ''))
  if (text === undefined || !Number.isInteger(number)) throw new Error(`not a count: ${text}`)
  return number
}

/** The code whose 읍면동 a counted code's people live in today: itself, its successor, or the city above a 구 without any. */
const homeOf = (code: string, areas: ReadonlyMap<string, Row>, inhabited: ReadonlySet<string>): string | undefined => {
  const area = areas.get(code)
  if (inhabited.has(code) || area === undefined) return inhabited.has(code) ? code : undefined
  const next = area['successor'] || (area['level'] === 'gu' ? area['parent'] : '')
  return next ? homeOf(next, areas, inhabited) : undefined
}

/** The table as text. Throws when people would get lost: the sum must be that of the 시도. */
export const populationTable = (from: string, pack: string): string => {
  const areas = new Map(readTsv(join(pack, 'areas.tsv')).map((row) => [row['code'] ?? '', row]))
  // A 동 that only changed its district (인천 2026) keeps its old code here, for its new one is not known.
  const inhabited = new Set(
    [...areas.values()].filter((row) => row['level'] === 'eupmyeondong').map((row) => (row['code'] ?? '').slice(0, 5)),
  )
  const counted = readCsv(join(from, 'regions'), 'population-sgg-age5-2022-2024.csv').map((row) => ({
    code: /\((\d{10})\)$/.exec(row['행정구역'] ?? '')?.[1] ?? '',
    counts: CELLS.map(([, column]) => count(row[column])),
  }))
  const inGu = new Set(
    counted.map(({ code }) => areas.get(code.slice(0, 5))).flatMap((area) => (area?.['level'] === 'gu' ? [area['parent']] : [])),
  )
  const sums = new Map<string, number[]>()
  let everyone = 0
  for (const { code, counts } of counted) {
    const people = counts.reduce((a, b) => a + b, 0)
    if (code.endsWith('00000000')) everyone += people
    // A city whose 구 are counted themselves would be counted twice.
    if (code.endsWith('00000000') || people === 0 || inGu.has(code.slice(0, 5))) continue
    const home = homeOf(code.slice(0, 5), areas, inhabited)
    if (home === undefined) throw new Error(`nobody can live in ${code}`)
    sums.set(
      home,
      (sums.get(home) ?? counts.map(() => 0)).map((sum, i) => sum + (counts[i] ?? 0)),
    )
  }
  const placed = [...sums.values()].flat().reduce((a, b) => a + b, 0)
  if (placed !== everyone) throw new Error(`${everyone} people in the provinces, ${placed} in the districts`)
  return toTsv(
    POPULATION_COLUMNS,
    [...sums]
      .sort(([a], [b]) => byText(a, b))
      .map(([code, counts]) => ({ code, ...Object.fromEntries(CELLS.map(([column], i) => [column, String(counts[i])])) })),
  )
}

if (import.meta.main) {
  const from = option('from', '../shared/data')
  const pack = option('to', fileURLToPath(new URL('../../countries/kr/', import.meta.url)))
  mkdirSync(join(pack, 'population'), { recursive: true })
  writeFileSync(join(pack, 'population', 'residents.tsv'), populationTable(from, pack))
}
