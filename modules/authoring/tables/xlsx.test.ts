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

  test('with a single cell far away, whatever its file is called, is refused before the room up to it is made', async () => {
    const sheet = 'xl/worksheets/sheet1.xml'
    const withCell = (row: string, cell: string) => (parts: Record<string, Uint8Array>) => {
      const text = new TextDecoder().decode(parts[sheet])
      return strToU8(text.replace('</sheetData>', `<row r="${row}"><c r="${cell}"><v>1</v></c></row></sheetData>`))
    }
    const refused = (row: string, cell: string) => changed((parts) => (parts[sheet] = withCell(row, cell)(parts))).then(refusal)
    const start = performance.now()
    assert.equal(await refused('20000', 'XFD20000'), 'too-large')
    assert.equal(await refused('1048576', 'A1048576'), 'too-large')
    assert.equal(await refused('1e7', 'A10'), 'not-xlsx')
    assert.equal(await refused('10', 'A1e7'), 'not-xlsx')
    const elsewhere = await changed((parts) => {
      parts['xl/other/sheet1.dat'] = withCell('20000', 'XFD20000')(parts)
      delete parts[sheet]
      const rels = 'xl/_rels/workbook.xml.rels'
      parts[rels] = strToU8(new TextDecoder().decode(parts[rels]).replace('worksheets/sheet1.xml', 'other/sheet1.dat'))
    })
    assert.equal(await refusal(elsewhere), 'too-large')
    assert.ok(performance.now() - start < 2_000)
    assert.equal(await refused('20', 'C20'), 'taken', 'a cell some rows below is none of these')
  })

  test('with one long text in many cells, or a cell that Excel could not work out, is refused', async () => {
    const long = { ...step, rows: Array.from({ length: 90 }, () => `"${'a'.repeat(2_000)}" | - | 1`).join('\n') }
    assert.equal(await refusal(await tableToXlsx(long, 'rent')), 'too-large')
    const sheet = 'xl/worksheets/sheet1.xml'
    const broken = await changed((parts) => {
      const text = new TextDecoder().decode(parts[sheet])
      parts[sheet] = strToU8(text.replace('</sheetData>', '<row r="5"><c r="A5" t="e"><v>#REF!</v></c></row></sheetData>'))
    })
    assert.equal(await refusal(broken), 'shape')
  })

  test('that is no sheet, or none with a table in it, is refused', async () => {
    assert.equal(await refusal(strToU8('person.age,rent\n1,2')), 'not-xlsx')
    assert.equal(await refusal(zipSync({ 'a.txt': strToU8('a') })), 'not-xlsx')
    assert.equal(await refusal(await tableToXlsx({ ...step, inputs: '', rows: '' }, 'rent')), 'shape')
  })
})
