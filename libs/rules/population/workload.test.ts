import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openWorkload, workloadColumns } from './testing/index.ts'
import { writeColumns } from './store/from-columns.ts'

// The counts of other engines over the same people and 1,000 rules.
for (const [people, yes, unknown] of [
  [200, 7_915, 8_843],
  [10_000, 377_473, 518_290],
] as const)
  test(`${people} people and 1,000 rules: yes and unknown are those of every other engine, planes kept or not`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'dpg-workload-'))
    try {
      const columns = workloadColumns(people)
      writeColumns(folder, 'a', '2026-01-01', people, columns)
      const workload = openWorkload(folder, 'a', 1000)
      assert.deepEqual(workload.run(), { yes, unknown })
      workload.keepPlanes()
      assert.deepEqual(workload.run(), { yes, unknown })
      const flag = columns['p.employed']!
      if (flag.k !== 'boolean') throw new TypeError('a flag is a column of booleans')
      workload.bitsFromBytes(flag.cells)
      const planes = workload.bits()
      flag.cells.forEach((cell, i) => {
        assert.equal((planes.yes[i >> 3]! >> (i & 7)) & 1, cell === 3 ? 1 : 0)
        assert.equal((planes.known[i >> 3]! >> (i & 7)) & 1, cell === 0 ? 0 : 1)
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
