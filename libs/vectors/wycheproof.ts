/** Vectors of C2SP/wycheproof, from a checkout beside the project (`DPG_WYCHEPROOF`: its folder `testvectors_v1`). */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

const FOLDER = process.env['DPG_WYCHEPROOF'] ?? ''
/** For `test`: why it is skipped, aloud. */
export const skip: string | false =
  FOLDER && existsSync(FOLDER) ? false : 'set DPG_WYCHEPROOF to the folder testvectors_v1 of C2SP/wycheproof'

/** Members differ from kind to kind; hex unless they say otherwise. */
export interface Group extends Readonly<Record<string, unknown>> {
  readonly tests: readonly Vector[]
  readonly publicKeyDer: string
}
export interface Vector extends Readonly<Record<string, unknown>> {
  readonly tcId: number
  readonly comment: string
  readonly result: 'valid' | 'invalid' | 'acceptable'
}

export const bytesOf = (from: Readonly<Record<string, unknown>>, name: string): Buffer => Buffer.from(String(from[name]), 'hex')

/** True: believed. Undefined: cannot be put to this code. What is thrown refuses. */
export type Verdict = (vector: Vector, group: Group) => boolean | undefined | Promise<boolean | undefined>

export const groupsOf = (file: string): readonly Group[] =>
  (JSON.parse(readFileSync(join(FOLDER, `${file}_test.json`), 'utf8')) as { testGroups: readonly Group[] }).testGroups

/** Runs every vector of a file and says how many came out as published. */
export async function judge(t: Pick<TestContext, 'diagnostic'>, file: string, verdict: Verdict): Promise<void> {
  const counts = { passed: 0, open: 0, left: 0 }
  const wrong: string[] = []
  for (const group of groupsOf(file))
    for (const vector of group.tests) {
      const said = await believed(verdict, vector, group)
      if (said === undefined) counts.left++
      else if (vector.result === 'acceptable') counts.open++
      else if (said === (vector.result === 'valid')) counts.passed++
      else wrong.push(`${file} ${vector.tcId}: ${vector.comment} is ${vector.result}`)
    }
  const { passed, open, left } = counts
  t.diagnostic(`${file}: ${passed}/${passed + wrong.length}, ${open} left open by the suite, ${left} left out`)
  assert.deepEqual(wrong, [])
  assert.ok(passed > 0, `${file} tried nothing`)
}

async function believed(verdict: Verdict, vector: Vector, group: Group): Promise<boolean | undefined> {
  try {
    return await verdict(vector, group)
  } catch {
    return false
  }
}
