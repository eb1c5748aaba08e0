import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import { readXml } from '../dmn/xml-tree.ts'
import { DateTime, Day, Months, Seconds, Time, type Value } from '../feel/values.ts'
import { readTck } from './archive.ts'
import { readCases } from './cases.ts'
import { readValue } from './expected.ts'
import { runTck } from './run.ts'
import { isSame } from './same.ts'

const MODEL = `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
  <inputData id="i" name="i"><variable name="i" typeRef="number"/></inputData>
  <decision id="d" name="d"><variable name="d"/><informationRequirement><requiredInput href="#i"/></informationRequirement>
  <literalExpression><text>i / 3</text></literalExpression></decision></definitions>`

const value = (text: string, type = 'decimal') =>
  `<value xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xsd:${type}">${text}</value>`

const CASES = `<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"><modelName>m.dmn</modelName>
  <testCase id="near"><inputNode name="i">${value('1')}</inputNode><resultNode name="d"><expected>${value('0.333333333')}</expected></resultNode></testCase>
  <testCase id="off"><inputNode name="i">${value('1')}</inputNode><resultNode name="d"><expected>${value('0.3333333')}</expected></resultNode></testCase>
  <testCase id="none"><resultNode name="d"><expected><value xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/></expected></resultNode></testCase>
  <!-- <testCase id="commented out"/> --></testCases>`

const FILES = new Map([
  ['compliance-level-2/0001-x/m.dmn', MODEL],
  ['compliance-level-2/0001-x/m-test-01.xml', CASES],
])

test('cases are counted, those that expect more than null apart, and a wrong one is a failure', () => {
  const { score, failures } = runTck(FILES)
  assert.deepEqual(score, {
    level2: { passed: 2, total: 3 },
    level3: { passed: 0, total: 0 },
    nonNull: { passed: 1, total: 2 },
  })
  assert.deepEqual(
    failures.map((one) => one.case),
    ['off'],
  )
})

const read = (text: string, type: string): Value => readValue(readXml(`<expected>${value(text, type)}</expected>`))

test('expected values are read by their XML type, years before the first included', () => {
  assert.deepEqual(read('-0001-01-01', 'date'), new Day(-719_893))
  assert.deepEqual(read('2026-03-01T10:00:00.5+09:00', 'dateTime'), new DateTime(20_513, 36_000.5e9, 32_400, undefined))
  assert.deepEqual(read('23:59:59Z', 'time'), new Time(86_399e9, 0, undefined))
  assert.deepEqual(read('-P1Y2M', 'duration'), new Months(-14))
  assert.deepEqual(read('-PT0.5S', 'duration'), new Seconds(-1, 500_000_000))
  assert.throws(() => read('soon', 'date'), /soon is no date/)
})

test('only what is equal in kind and value is the same', () => {
  assert.ok(isSame(read('1', 'decimal'), read('1.000000001', 'double')))
  assert.ok(!isSame(read('1', 'decimal'), read('1.0000001', 'double')))
  assert.ok(!isSame('1', 1))
  assert.ok(!isSame(null, false))
  assert.ok(!isSame(read('10:00:00Z', 'time'), read('10:00:00', 'time')))
  assert.ok(isSame([1, 'a'], [1, 'a']))
  assert.ok(!isSame([1], 1))
})

test('a test file that cannot be understood is refused, so that no case counts as passed unread', () => {
  assert.throws(() => readCases('<testCases/>'), /names no model/)
  assert.throws(() => readCases('<testCases><modelName>m</modelName><testCase type="else"/></testCases>'), /no type of case/)
})

test('a folder and an archive of it give the same score, as one line of JSON', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tck-'))
  try {
    const below = join(folder, 'TestCases/compliance-level-2/0001-x')
    mkdirSync(below, { recursive: true })
    writeFileSync(join(below, 'm.dmn'), MODEL)
    writeFileSync(join(below, 'm-test-01.xml'), CASES)
    const archive = join(folder, 'tck.tar.gz')
    writeFileSync(archive, gzipSync(execFileSync('tar', ['-cf', '-', '-C', folder, 'TestCases'])))
    assert.deepEqual(runTck(readTck(archive)), runTck(readTck(folder)))
    const printed = execFileSync(process.execPath, [join(import.meta.dirname, 'main.ts'), archive], { encoding: 'utf8' })
    assert.deepEqual(JSON.parse(printed), runTck(FILES).score)
    assert.equal(printed.trim().split('\n').length, 1)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('where there is no TCK, the runner says so and what to give', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), 'no-such-folder'], {
    encoding: 'utf8',
  })
  assert.equal(status, 2)
  assert.match(stderr, /cannot be read: .*no-such-folder.*\. Give its folder/)
})
