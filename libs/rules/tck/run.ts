/** Runs the TCK: every case of level 2 and 3, nothing left out, nothing known beforehand. */
import { createDmn, type Dmn, type Input } from '../dmn/evaluate.ts'
import type { Definitions } from '../dmn/model.ts'
import { readDmn } from '../dmn/read.ts'
import { Context, type Value, valueText } from '../feel/values.ts'
import type { Files } from './archive.ts'
import { type Case, readCases } from './cases.ts'
import { isSame } from './same.ts'

export interface Count {
  passed: number
  total: number
}

/** `nonNull`: the cases that expect something other than null (an engine that always says null passes all others). */
export interface Score {
  readonly level2: Count
  readonly level3: Count
  readonly nonNull: Count
}

export interface Failure {
  readonly folder: string
  readonly case: string
  /** Names of results with what was expected and what came. */
  readonly what: string
}

export interface Run {
  readonly score: Score
  readonly failures: readonly Failure[]
  /** Cases that expect null and came to it because the evaluation was stopped. */
  readonly stopped: readonly string[]
}

export function runTck(files: Files): Run {
  const score: Score = { level2: count(), level3: count(), nonNull: count() }
  const failures: Failure[] = []
  const stopped: string[] = []
  const models = new Map<string, Dmn>()
  for (const [path, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!path.endsWith('.xml')) continue
    const folder = path.slice(0, path.lastIndexOf('/'))
    const { model, cases } = readCases(text)
    const key = `${folder}/${model}`
    const dmn = models.get(key) ?? load(files, folder, model)
    models.set(key, dmn)
    for (const one of cases) {
      const wrong = failuresOf(dmn, one, () => stopped.push(`${folder} ${one.id}`))
      const counts = [folder.startsWith('compliance-level-2/') ? score.level2 : score.level3]
      if (one.results.some((result) => result.value !== null)) counts.push(score.nonNull)
      for (const into of counts) {
        into.total++
        if (wrong.length === 0) into.passed++
      }
      if (wrong.length > 0) failures.push({ folder, case: one.id, what: wrong.join('; ') })
    }
  }
  return { score, failures, stopped }
}

const count = (): Count => ({ passed: 0, total: 0 })

/** All models of the folder, so that imports are found; the one the test names comes first. */
function load(files: Files, folder: string, model: string): Dmn {
  const read = (path: string): Definitions => readDmn(files.get(path)!)
  const main = `${folder}/${model}`
  const others = [...files.keys()].filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.dmn') && path !== main)
  return createDmn([read(main), ...others.map(read)])
}

function failuresOf(dmn: Dmn, one: Case, stopped: () => void): readonly string[] {
  return one.results.flatMap(({ name, value: expected }) => {
    const { value: actual, thrown } = evaluate(dmn, one, name)
    if (isSame(actual, expected)) {
      if (thrown !== undefined) stopped()
      return []
    }
    return [`${name}: expected ${shown(expected)}, got ${thrown ?? shown(actual)}`]
  })
}

const shown = (value: Value): string => (typeof value === 'string' ? JSON.stringify(value) : valueText(value))

interface Result {
  readonly value: Value
  readonly thrown?: string
}

/** Any day will do: no case says which. */
const NOW = '2026-03-01T09:00:00+09:00'

/** An error and null are the same to the TCK; what a case does not give is null to it. */
function evaluate(dmn: Dmn, one: Case, name: string): Result {
  const inputs: Input[] = one.inputs.map((input) => ({
    ...input,
    ...(input.namespace === undefined && { namespace: undefined }),
  }))
  const target = one.kind === 'decision' ? name : (one.invocable ?? name)
  try {
    const { value } = dmn.run({ kind: one.kind, name: target }, inputs, { absent: null, now: NOW })
    const isPart = one.kind === 'decisionService' && value instanceof Context && value.fields.has(name)
    return { value: isPart ? value.fields.get(name) : value }
  } catch (error) {
    return { value: null, thrown: String(error) }
  }
}
