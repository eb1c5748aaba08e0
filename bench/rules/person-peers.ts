/** Other engines at the shared workload, one person after another: the same rules, missing facts left out or null. */
import { evaluate } from '@bpmn-io/feelin'
import type { Json } from '@dpg/rules'
import { drawPerson, mulberry32, workload } from '@dpg/rules/population/testing'
import { ZenEngine } from '@gorules/zen-engine'
import { Engine, type NestedCondition } from 'json-rules-engine'

const RULES = 1_000
const PEOPLE_SEED = 42
/** Yes over the first 30 people: whoever answers otherwise does other work. */
const PEOPLE = 30
const YES = 1_371

interface Band {
  readonly low: number | undefined
  readonly high: number | undefined
}

/** A rule of the workload, taken apart. */
interface Parts {
  readonly age: readonly [number, number]
  readonly bands: readonly Band[]
  readonly flags: readonly string[]
  readonly region: number | undefined
}

const numbersIn = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number)

function bandOf(text: string): Band {
  const [first, second] = numbersIn(text)
  if (text.includes('<=')) return { low: undefined, high: first }
  return text.includes('..') ? { low: first, high: second } : { low: first, high: undefined }
}

const parts = (): readonly Parts[] =>
  workload(RULES).services.map(({ criteria }): Parts => {
    const test = (id: string) => criteria.find((one) => one.id === id)?.test
    const [low = 0, high = 0] = numbersIn(test('age')!)
    return {
      age: [low, high],
      bands: test('income')!.split(' or ').map(bandOf),
      flags: (test('flags')?.split(' or ') ?? []).map(bare),
      region: test('region') === undefined ? undefined : numbersIn(test('region')!)[0],
    }
  })

const bare = (id: string): string => id.replace('p.', '')

export interface PeerFigure {
  readonly name: string
  /** CPU of the process, milliseconds a person. */
  readonly ms: number
}

/** Facts by bare names; what is missing is left out. */
function people(count: number): readonly Record<string, unknown>[] {
  const r = mulberry32(PEOPLE_SEED)
  const all: Readonly<Record<string, Json>>[] = Array.from({ length: count }, () => drawPerson(r))
  return all.map((facts) => Object.fromEntries(Object.entries(facts).map(([id, value]) => [bare(id), value])))
}

/** The least CPU of three rounds, a person; `judge` tells how many rules say yes. */
async function measure(
  name: string,
  count: number,
  judge: (person: Record<string, unknown>) => number | Promise<number>,
): Promise<PeerFigure> {
  const all = people(count)
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    let yes = 0
    const before = process.cpuUsage()
    for (const person of all) yes += await judge(person)
    const { user, system } = process.cpuUsage(before)
    if (count === PEOPLE && yes !== YES) throw new Error(`${name} says yes ${yes} times, not ${YES}`)
    least = Math.min(least, (user + system) / 1000 / count)
  }
  return { name, ms: least }
}

type Closure = (person: Record<string, unknown>) => boolean

/** What JavaScript itself takes: yes or no, nothing else. */
export function plainClosures(): Promise<PeerFigure> {
  const rules = parts().map(({ age: [from, to], bands, flags, region }): Closure => {
    const ends = bands.map(({ low = -1, high = 1e9 }) => ({ low, high }))
    return (person) => {
      const { age, income } = person
      if (typeof age !== 'number' || age < from || age > to || typeof income !== 'number') return false
      if (!ends.some(({ low, high }) => income > low && income <= high)) return false
      return (
        (flags.length === 0 || flags.some((flag) => person[flag] === true)) &&
        (region === undefined || person['region'] === region)
      )
    }
  })
  const judge = (person: Record<string, unknown>) => rules.reduce((yes, rule) => yes + Number(rule(person)), 0)
  return measure('plain closures, yes or no only', PEOPLE, judge)
}

export function jsonRulesEngine(): Promise<PeerFigure> {
  const engine = new Engine([], { allowUndefinedFacts: true })
  const is = (fact: string, operator: string, value: unknown): NestedCondition => ({ fact, operator, value })
  parts().forEach(({ age: [from, to], bands, flags, region }, at) => {
    const band = ({ low, high }: Band): NestedCondition => ({
      all: [
        ...(low === undefined ? [] : [is('income', 'greaterThan', low)]),
        ...(high === undefined ? [] : [is('income', 'lessThanInclusive', high)]),
      ],
    })
    engine.addRule({
      conditions: {
        all: [
          is('age', 'greaterThanInclusive', from),
          is('age', 'lessThanInclusive', to),
          { any: bands.map(band) },
          ...(flags.length === 0 ? [] : [{ any: flags.map((flag) => is(flag, 'equal', true)) }]),
          ...(region === undefined ? [] : [is('region', 'equal', region)]),
        ],
      },
      event: { type: `r${at}` },
    })
  })
  return measure('json-rules-engine 7.3.1', PEOPLE, async (person) => (await engine.run(person)).events.length)
}

function textOf({ age: [from, to], bands, flags, region }: Parts): string {
  const band = ({ low, high }: Band) =>
    [...(low === undefined ? [] : [`income > ${low}`]), ...(high === undefined ? [] : [`income <= ${high}`])].join(' and ')
  return [
    `age >= ${from} and age <= ${to}`,
    `(${bands.map((one) => `(${band(one)})`).join(' or ')})`,
    ...(flags.length === 0 ? [] : [`(${flags.join(' or ')})`]),
    ...(region === undefined ? [] : [`region = ${region}`]),
  ].join(' and ')
}

/** Few people: it parses each expression each time. */
export function feelin(): Promise<PeerFigure> {
  const rules = parts().map(textOf)
  const names = workload(1).facts.map(({ id }) => bare(id))
  const nothing = Object.fromEntries(names.map((name) => [name, null]))
  const judge = (person: Record<string, unknown>) =>
    rules.filter((rule) => evaluate(rule, { ...nothing, ...person }).value === true).length
  return measure('@bpmn-io/feelin 6.1.1', 3, judge)
}

/** One decision table, all rows that match. */
export async function zen(): Promise<PeerFigure> {
  const columns = [
    { id: 'age', name: 'age', field: 'age' },
    { id: 'income', name: 'income', field: 'income' },
    { id: 'region', name: 'region', field: 'region' },
    { id: 'flags', name: 'flags' },
  ]
  const row = ({ age, bands, flags, region }: Parts, at: number) => ({
    _id: `r${at}`,
    age: `[${age[0]}..${age[1]}]`,
    income: bands
      .map(({ low, high }) => (low === undefined ? `<= ${high}` : high === undefined ? `> ${low}` : `(${low}..${high}]`))
      .join(', '),
    region: region === undefined ? '' : String(region),
    flags: flags.map((flag) => `${flag} == true`).join(' or '),
    out: String(at),
  })
  const content = {
    hitPolicy: 'collect',
    inputs: columns,
    outputs: [{ id: 'out', name: 'rule', field: 'rule' }],
    rules: parts().map(row),
  }
  const node = (id: string, type: string, more: object = {}) => ({ id, name: id, type, position: { x: 0, y: 0 }, ...more })
  const graph = {
    nodes: [node('in', 'inputNode'), node('table', 'decisionTableNode', { content }), node('out', 'outputNode')],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  }
  const engine = new ZenEngine()
  const decision = engine.createDecision(Buffer.from(JSON.stringify(graph)))
  const judge = async (person: Record<string, unknown>) => ((await decision.evaluate(person)).result as unknown[]).length
  const figure = await measure('@gorules/zen-engine 0.54.0, decision table', PEOPLE, judge)
  engine.dispose()
  return figure
}
