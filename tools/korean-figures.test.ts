/** The figures of the published tables, written down a second time: a slip in a parameter file is found here. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'

interface Parameter {
  readonly id: string
  readonly values: readonly { readonly from: string; readonly to?: string; readonly value?: unknown }[]
}

const FOLDER = join(import.meta.dirname, '../countries/kr/parameters')

/** What holds in the middle of a year. */
function figure(file: string, id: string, year: number): unknown {
  const all = parse(readFileSync(join(FOLDER, `${file}.yaml`), 'utf8')) as Parameter[]
  const day = `${year}-06-30`
  return all.find((one) => one.id === id)?.values.find(({ from, to }) => from <= day && (to === undefined || day <= to))?.value
}

test('the median income of each year and household size is that of the notices', () => {
  const notices: Readonly<Record<number, readonly (number | null)[]>> = {
    2024: [2228445, 3682609, 4714657, 5729913, 6695735, 7618369, 8514994],
    2025: [2392013, 3932658, 5025353, 6097773, 7108192, 8064805, 8988428],
    2026: [2564238, 4199292, 5359036, 6494738, 7556719, 8555952, 9515150],
    2027: [2736042, 4480645, 5718091, 6929885, 8063019, 9129201, null],
  }
  for (const [year, row] of Object.entries(notices))
    assert.deepEqual(figure('median-income', 'medianIncome', Number(year)), row, year)
})

test('the share of the median below which each basic benefit is given is that of 2024 to 2027', () => {
  const shares = { livelihoodRatio: 32, medicalRatio: 40, housingRatio: 48, educationRatio: 50 }
  for (const year of [2024, 2025, 2026, 2027])
    for (const [id, share] of Object.entries(shares)) assert.equal(figure('median-income', id, year), share, `${id} ${year}`)
})

test('the rent standard of each rent area and household size is that of the tables', () => {
  assert.deepEqual(figure('housing', 'rentStandard', 2024), [
    [341000, 382000, 455000, 527000, 545000, null],
    [268000, 300000, 358000, 415000, 429000, null],
    [216000, 240000, 287000, 333000, 344000, null],
    [178000, 198000, 236000, 274000, 283000, null],
  ])
  // Area 3, 4 people: a copy of the table says 382000; the official page of the service says 381000.
  assert.deepEqual(figure('housing', 'rentStandard', 2026), [
    [369000, 414000, 493000, 571000, 590000, 700000],
    [300000, 337000, 401000, 464000, 480000, 569000],
    [247000, 277000, 330000, 381000, 395000, 468000],
    [212000, 238000, 283000, 328000, 340000, 402000],
  ])
})

test('the earned income tax credit rises, stays and falls where article 100-5 says', () => {
  for (const year of [2025, 2026, 2027])
    assert.deepEqual(figure('tax-credit', 'eitcFormula', year), {
      single: { rise: 4000000, flat: 9000000, end: 22000000, max: 1650000 },
      singleEarner: { rise: 7000000, flat: 14000000, end: 32000000, max: 2850000 },
      dualEarner: { rise: 8000000, flat: 17000000, end: 44000000, max: 3300000 },
    })
})

test('the Basic Pension has the standard amount, thresholds and reduction for couples of each year', () => {
  const years: Readonly<Record<number, readonly [number, number, number]>> = {
    2024: [334810, 2130000, 3408000],
    2025: [342510, 2280000, 3648000],
    2026: [349700, 2470000, 3952000],
  }
  for (const [key, [standard, single, couple]] of Object.entries(years)) {
    const year = Number(key)
    assert.equal(figure('basic-pension', 'basicPensionStandard', year), standard)
    assert.deepEqual(figure('basic-pension', 'basicPensionThreshold', year), { single, couple })
    assert.equal(figure('basic-pension', 'basicPensionCoupleReduction', year), 20)
  }
})
