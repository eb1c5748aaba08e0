/** The counts that two other implementations of the same workload gave. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { compileProgram } from '../screening/program.ts'
import { screen } from '../screening/screen.ts'
import { drawPerson, drawTruth, mulberry32, workload } from './workload.ts'

const asOf = '2026-03-01'

for (const [people, yes, unknown] of [
  [30, 1371, 1037],
  [500, 19_199, 23_830],
] as const)
  test(`${people} people by 1,000 rules, unfolded: ${yes} yes, ${unknown} unknown`, () => {
    const program = compileProgram(workload(1000), false)
    const r = mulberry32(42)
    const total = { eligible: 0, ineligible: 0, unknown: 0 }
    for (let i = 0; i < people; i++) {
      const { counts } = screen(program, { facts: drawPerson(r), asOf })
      for (const key of ['eligible', 'ineligible', 'unknown'] as const) total[key] += counts[key]
    }
    assert.deepEqual(total, { eligible: yes, unknown, ineligible: people * 1000 - yes - unknown })
  })

test('with a tenth of the values missing nobody truly eligible is lost, and folding says yes to more of them', () => {
  const program = compileProgram(workload(1000))
  const r = mulberry32(5)
  const total = { truly: 0, yes: 0, unknown: 0, trulyUnknown: 0, lost: 0 }
  for (let i = 0; i < 5000; i++) {
    const { truth, known } = drawTruth(r)
    const really = screen(program, { facts: truth, asOf }).results
    screen(program, { facts: known, asOf }).results.forEach(({ outcome }, rule) => {
      const isTrue = really[rule]!.outcome === 'eligible'
      if (isTrue) total.truly++
      if (outcome === 'eligible') total.yes++
      if (outcome === 'unknown') total.unknown++
      if (outcome === 'unknown' && isTrue) total.trulyUnknown++
      if (outcome === 'ineligible' && isTrue) total.lost++
    })
  }
  assert.deepEqual(total, { truly: 245_895, yes: 201_263, unknown: 245_507, trulyUnknown: 44_632, lost: 0 })
})
