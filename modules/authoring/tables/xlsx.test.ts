import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { strToU8, unzipSync, zipSync } from 'fflate'
import type { Row } from '../contract.ts'
import { tableFromXlsx, tableToXlsx } from './xlsx.ts'

const step: Row = {
  let: 'rent',
  hit: 'first',
  inputs: 'person.rentRegion\nhousehold.size',
  rows: '"1" | >= 2 | 414000\nnot("2", "3") | [3..5] | base * 2\n- | - | 0',
}
const changed = async (change: (parts: Record<string, Uint8Array>) => void) => {
  const parts = unzipSync(await tableToXlsx(step, 'rent'))
  change(parts)
  return zipSync(parts)
}
const refusal = async (bytes: Uint8Array) =>
  tableFromXlsx(bytes).then(
    () => 'taken',
    (problem: { values: { why: string } }) => problem.values.why,
  )

describe('a decision table as a sheet', () => {
  test('comes back as it went out: inputs, cells, value, hit policy', async () => {
    const { hit, inputs, rows } = step
    assert.deepEqual(await tableFromXlsx(await tableToXlsx(step, 'rent')), { hit, inputs, rows })
  })

  test('with a formula, macros, entities, or links to other files is refused', async () => {
    const sheet = 'xl/worksheets/sheet1.xml'
    const text = (parts: Record<string, Uint8Array>) => new TextDecoder().decode(parts[sheet])
    assert.equal(
      await refusal(await changed((parts) => (parts[sheet] = strToU8(text(parts).replace('<v>', '<f>1+1</f><v>'))))),
      'formula',
    )
    assert.equal(await refusal(await changed((parts) => (parts['xl/vbaProject.bin'] = strToU8('x')))), 'macro')
    assert.equal(await refusal(await changed((parts) => (parts['xl/externalLinks/a.xml'] = strToU8('<a/>')))), 'macro')
    assert.equal(
      await refusal(await changed((parts) => (parts[sheet] = strToU8(`<!DOCTYPE a [<!ENTITY b "c">]>${text(parts)}`)))),
      'macro',
    )
  })

  test('that is huge, packed or unpacked, or has a hundred thousand rows is refused before it is read', async () => {
    assert.equal(await refusal(new Uint8Array(600 * 1024).fill(0x50)), 'too-large')
    assert.equal(
      await refusal(await changed((parts) => (parts['xl/media/a.xml'] = new Uint8Array(9 * 1024 * 1024)))),
      'too-large',
    )
    const many = { ...step, rows: Array.from({ length: 101 }, (_, i) => `"${i}" | - | ${i}`).join('\n') }
    assert.equal(await refusal(await tableToXlsx(many, 'rent')), 'too-large')
  })

  test('that is no sheet, or none with a table in it, is refused', async () => {
    assert.equal(await refusal(strToU8('person.age,rent\n1,2')), 'not-xlsx')
    assert.equal(await refusal(zipSync({ 'a.txt': strToU8('a') })), 'not-xlsx')
    assert.equal(await refusal(await tableToXlsx({ ...step, inputs: '', rows: '' }, 'rent')), 'shape')
  })
})
