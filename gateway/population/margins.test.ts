import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawPool, planPools } from './draw/pools.ts'
import { randomOf } from './draw/random.ts'
import { generate } from './generate.ts'
import { readPopulationPack } from './pack.ts'
import { ageOn } from './ages.ts'
import { KOREA } from './testing.ts'

const pack = readPopulationPack(KOREA)
const everyone = pack.residents.flatMap(({ counts }) => counts).reduce((a, b) => a + b, 0)

const cellOf = (sex: 'male' | 'female', age: number): number => (sex === 'male' ? 0 : 21) + Math.min(20, Math.floor(age / 5))

test('표는 2024년 말 주민등록 인구 5,098만 명을 잃지 않고 담는다', () => {
  assert.equal(everyone, 50_983_646)
  assert.equal(pack.residents.length, 250)
})

test('풀마다 뽑은 사람은 표의 시군구·나이·성별 몫에서 한 칸에 많아야 풀의 수만큼 벗어난다', () => {
  const people = 300_000
  const drawn = new Map<string, number[]>()
  const pools = new Map<string, number>()
  for (const pool of planPools(pack.residents, people)) {
    for (const { residents } of pool.parts) pools.set(residents.code, (pools.get(residents.code) ?? 0) + 1)
    for (const { code, sex, age } of drawPool(randomOf(1, pool.index), pool)) {
      const cells = drawn.get(code) ?? new Array<number>(42).fill(0)
      const cell = cellOf(sex, age)
      cells[cell] = (cells[cell] ?? 0) + 1
      drawn.set(code, cells)
    }
  }
  assert.equal(
    [...drawn.values()].flat().reduce((a, b) => a + b, 0),
    people,
  )
  for (const { code, counts } of pack.residents)
    for (const [cell, count] of counts.entries()) {
      const expected = (count * people) / everyone
      const off = Math.abs((drawn.get(code)?.[cell] ?? 0) - expected)
      // A share may be rounded once in the district and once in each pool.
      assert.ok(off <= 1 + (pools.get(code) ?? 0), `${code} ${cell}: off by ${off}`)
    }
})

test('가구로 묶인 뒤에도 나라의 나이·성별은 표와 같고, 시군구는 카이제곱이 우연보다 작다', () => {
  const people = 120_000
  const national = new Array<number>(42).fill(0)
  const districts = new Map<string, number[]>()
  for (const { members } of generate({ people, seed: 8 }, pack))
    for (const person of members) {
      const cell = cellOf(person.sex, ageOn(person))
      national[cell] = (national[cell] ?? 0) + 1
      const code = person.eupmyeondong.slice(0, 5)
      const cells = districts.get(code) ?? new Array<number>(42).fill(0)
      cells[cell] = (cells[cell] ?? 0) + 1
      districts.set(code, cells)
    }
  for (let cell = 0; cell < 42; cell++) {
    const expected = (pack.residents.reduce((sum, { counts }) => sum + (counts[cell] ?? 0), 0) * people) / everyone
    assert.ok(
      Math.abs((national[cell] ?? 0) - expected) < 4 * Math.sqrt(expected) + 2,
      `${cell}: ${national[cell]} for ${expected.toFixed(0)}`,
    )
  }
  let [chi, cells] = [0, 0]
  for (const { code, counts } of pack.residents)
    for (const [cell, count] of counts.entries()) {
      const expected = (count * people) / everyone
      if (expected < 5) continue
      chi += ((districts.get(code)?.[cell] ?? 0) - expected) ** 2 / expected
      cells += 1
    }
  assert.ok(cells > 5000)
  assert.ok(chi / cells < 1, `chi-square by cell: ${(chi / cells).toFixed(2)} over ${cells}`)
})

test('사람은 살 수 있는 읍면동에 살고, 시군구는 오늘의 것이다', () => {
  for (const { eupmyeondong, members } of generate({ people: 5000, seed: 2 }, pack)) {
    const { area, fullName } = pack.places.districtOf(eupmyeondong)
    assert.equal(pack.places.neighbourhood(eupmyeondong).code, eupmyeondong)
    for (const member of members) assert.equal(member.area, area)
    assert.ok(members[0]?.household.address.startsWith(fullName))
  }
})
