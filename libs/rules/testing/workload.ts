/**
 * The benchmark workload shared with other engines: people (seed 42) and rules (seed 7) drawn with mulberry32 in a fixed order,
 * a tenth of the values missing. Whoever follows it gets the same counts of yes and unknown, so engines can be compared.
 */
import type { Declarations, FactDecl, Json, ServiceRules } from '../types.ts'

const FLAGS: readonly (readonly [string, number])[] = [
  ['pregnant', 0.012],
  ['newborn', 0.03],
  ['disabled', 0.05],
  ['veteran', 0.03],
  ['singleParent', 0.05],
  ['multicultural', 0.02],
  ['nkDefector', 0.001],
  ['homeless', 0.4],
  ['newResident', 0.1],
  ['farmer', 0.04],
  ['fisher', 0.005],
  ['student', 0.13],
  ['jobSeeker', 0.08],
  ['employed', 0.55],
  ['patient', 0.06],
  ['teenParent', 0.002],
  ['grandparentFamily', 0.01],
  ['smallBiz', 0.1],
  ['livestock', 0.01],
  ['multiChild', 0.1],
  ['lonelyElder', 0.06],
  ['unemployed', 0.04],
  ['basicLivelihood', 0.045],
  ['nearPoor', 0.02],
]
const BANDS = ['p.income <= 50', 'p.income in (50..75]', 'p.income in (75..100]', 'p.income in (100..200]', 'p.income > 200']

export type Random = () => number
export type Facts = Readonly<Record<string, Json>>

/** mulberry32: numbers in [0, 1), the same on every machine. */
export function mulberry32(seed: number): Random {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The next person: about a tenth of the facts missing. */
export function drawPerson(r: Random): Facts {
  const facts: Record<string, Json> = {}
  const draw = (id: string, value: () => Json) => {
    if (r() >= 0.1) facts[id] = value()
  }
  draw('p.age', () => Math.floor(r() * 101))
  draw('p.sex', () => (r() < 0.5 ? 0 : 1))
  const sigungu = Math.floor(r() * 228)
  draw('p.region', () => Math.floor((sigungu * 17) / 228))
  draw('p.income', () => Math.floor(r() * 401))
  draw('p.household', () => 1 + Math.floor(r() * 6))
  for (const [name, chance] of FLAGS) draw(`p.${name}`, () => r() < chance)
  return facts
}

/** A person with all values (`truth`), and the same with a tenth of them missing (`known`). */
export function drawTruth(r: Random): { readonly truth: Facts; readonly known: Facts } {
  const values: (readonly [string, Json])[] = [
    ['p.age', Math.floor(r() * 101)],
    ['p.income', Math.floor(r() * 401)],
    ['p.region', Math.floor(r() * 17)],
    ...FLAGS.map(([name, chance]) => [`p.${name}`, r() < chance] as const),
  ]
  return { truth: Object.fromEntries(values), known: Object.fromEntries(values.filter(() => r() >= 0.1)) }
}

/** So many rules over these facts. */
export function workload(rules: number): Declarations {
  const r = mulberry32(7)
  const number = (id: string): FactDecl => ({ id, type: 'number', askable: true })
  const flags = FLAGS.map(([name]): FactDecl => ({ id: `p.${name}`, type: 'boolean', askable: true }))
  return {
    facts: [...['p.age', 'p.sex', 'p.region', 'p.income', 'p.household'].map(number), ...flags],
    parameters: [],
    services: Array.from({ length: rules }, (_, i) => drawRule(`r${i}`, r)),
  }
}

function drawRule(id: string, r: Random): ServiceRules {
  const ages = [Math.floor(r() * 101), Math.floor(r() * 101)].sort((a, b) => a - b)
  const kept = 1 + Math.floor(r() * 5)
  const bands = shuffle([0, 1, 2, 3, 4], r)
    .slice(0, kept)
    .sort((a, b) => a - b)
  const flags = new Set<number>()
  const count = r() < 0.25 ? 0 : 1 + Math.floor(r() * 5)
  while (flags.size < count) flags.add(Math.floor(r() * 24))
  const region = r() < 0.4 ? Math.floor(r() * 17) : undefined
  const tests: readonly (readonly [string, string])[] = [
    ['age', `p.age >= ${ages[0]} and p.age <= ${ages[1]}`],
    ['income', bands.map((band) => BANDS[band]!).join(' or ')],
    ['flags', [...flags].map((flag) => `p.${FLAGS[flag]![0]}`).join(' or ')],
    ['region', region === undefined ? '' : `p.region = ${region}`],
  ]
  const criteria = tests.filter(([, test]) => test !== '').map(([name, test]) => ({ id: name, test }))
  return { id, basis: 'codes', unit: 'person', criteria }
}

/** A binary insertion sort whose comparisons are coins: what sorting by `r() - 0.5` once did in V8, written out. */
function shuffle(items: readonly number[], r: Random): number[] {
  const list = [...items]
  const isLess = () => r() < 0.5
  const isFalling = isLess()
  let run = 2
  while (run < list.length && isLess() === isFalling) run++
  if (isFalling) list.splice(0, run, ...list.slice(0, run).reverse())
  for (let next = run; next < list.length; next++) {
    let low = 0
    let high = next
    while (low < high) {
      const middle = low + ((high - low) >> 1)
      if (isLess()) high = middle
      else low = middle + 1
    }
    const [item] = list.splice(next, 1)
    list.splice(low, 0, item!)
  }
  return list
}
