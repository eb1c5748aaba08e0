/** One person against all real services, with reasons and questions; the same person changed; the year ahead; and peers at the shared workload. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPack, rulesOf } from '@dpg/definitions'
import { loadPeople } from '@dpg/gateway/population'
import type { PersonId } from '@dpg/kernel'
import { createEngine, type Engine, type Json, type ScreenResult } from '@dpg/rules'
import { drawPerson, mulberry32, workload } from '@dpg/rules/population/testing'
import { COUNTRY } from '../country.ts'
import { load } from '../processes.ts'
import { report } from '../row.ts'
import { cpuOf } from '../statistics.ts'
import { feelin, jsonRulesEngine, type PeerFigure, plainClosures, zen } from './person-peers.ts'

const ROUNDS = 9
const PEOPLE = 60
const ASKED = 30
const asOf = '2026-11-25'
type Facts = Readonly<Record<string, Json>>

const paths = globSync('**/*.{yaml,tsv,md}', { cwd: COUNTRY }).sort()
const files = paths.map((path) => ({ path, text: readFileSync(join(COUNTRY, path), 'utf8') }))
const { pack } = loadPack(files)

const defined = (facts: Readonly<Record<string, Json | undefined>>): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Facts

const people = everyone()

/** All facts of the registers of many people, so that no two answers are alike. */
function everyone(): readonly Facts[] {
  const { people: all, factsOf } = loadPeople({ people: PEOPLE, seed: 3, pack: COUNTRY })
  const registers = [...pack.registers.keys()] as Parameters<typeof factsOf>[1][]
  return all
    .slice(0, PEOPLE)
    .map(({ id }) => Object.assign({}, ...registers.map((register) => factsOf(id as PersonId, register))) as Facts)
}

function compiling(): void {
  const work = () => createEngine(rulesOf(pack))
  report({
    work: 'compiling all services from definitions',
    value: cpuOf(work, 5) / 1000,
    unit: 's CPU',
    target: 2,
    seen: { services: rulesOf(pack).services.length, load: load() },
  })
}

/** All results with their reasons, and all questions, are made when they are first looked at. */
const makeAll = ({ results, ask }: ScreenResult): number => results.length + ask.length

/** Reads all that is told: each reason of each service, each question. */
function readAll({ results, ask }: ScreenResult): number {
  let read = ask.length
  for (const { reasons, missing } of results) for (const reason of reasons) read += reason.facts.length + missing.length
  return read
}

function screening(rules: Engine): void {
  const three = ({ 'person.birthDate': born, 'person.sex': sex, 'person.eupmyeondong': home }: Facts): Facts =>
    defined({ 'person.birthDate': born, 'person.sex': sex, 'person.eupmyeondong': home })
  const elsewhere = ({ 'person.birthDate': born, 'person.sex': sex }: Facts): Facts =>
    defined({ 'person.birthDate': born, 'person.sex': sex, 'household.medianIncomeRatio': 88 })
  for (const [what, known] of [
    ['everything known', people],
    ['three facts known (birth, sex, home)', people.map(three)],
    ['three facts known (birth, sex, income)', people.map(elsewhere)],
    ['nothing known', [{}]],
  ] as const) {
    let next = 0
    const screen = () => rules.screen({ facts: known[next++ % known.length]!, asOf })
    const { counts } = screen()
    report({
      work: `one person against all services with reasons and questions, ${what}`,
      value: cpuOf(() => makeAll(screen()), ROUNDS),
      unit: 'ms CPU',
      target: 1,
      seen: {
        outcomesOnlyMs: cpuOf(screen, ROUNDS),
        andReadByCallerMs: cpuOf(() => readAll(screen()), ROUNDS),
        people: known.length,
        ...counts,
        load: load(),
      },
    })
  }
}

function changing(rules: Engine): void {
  const screened = people.map((facts) => rules.screen({ facts, asOf }))
  for (const [what, changed] of [
    ['wages', { 'person.monthlyEarnings': 1_234_567 }],
    ['a move', { 'person.eupmyeondong': '2611010100' }],
    ['a birth date', { 'person.birthDate': '1990-01-01' }],
  ] as const) {
    let next = 0
    const rescreen = () => rules.rescreen(screened[next++ % screened.length]!, changed)
    const services = people.map(() => rescreen().changed.length)
    report({
      work: `one changed person over all services: ${what}`,
      value: cpuOf(rescreen, ROUNDS),
      unit: 'ms CPU',
      target: 0.2,
      seen: { changedServices: services.reduce((sum, one) => sum + one, 0) / people.length, load: load() },
    })
  }
}

function looking(rules: Engine): void {
  let next = 0
  const ahead = () => rules.ahead({ facts: people[next++ % people.length]! }, { from: asOf, to: '2027-11-25' })
  const days = people.map(() => ahead().length)
  report({
    work: 'the year ahead of one person over all services',
    value: cpuOf(ahead, ROUNDS),
    unit: 'ms CPU',
    target: 5,
    seen: { days: days.reduce((sum, one) => sum + one, 0) / people.length, load: load() },
  })
}

async function sharedWorkload(): Promise<void> {
  const rules = createEngine(workload(1_000))
  const r = mulberry32(42)
  const drawn = Array.from({ length: ASKED }, () => drawPerson(r))
  let next = 0
  const ours = cpuOf(() => makeAll(rules.screen({ facts: drawn[next++ % ASKED]!, asOf })), ROUNDS)
  const peers: readonly (() => Promise<PeerFigure>)[] = [plainClosures, zen, jsonRulesEngine, feelin]
  for (const peer of peers) {
    const { name, ms } = await peer()
    report({
      work: 'one person, 1,000 rules of the shared workload, with reasons and questions',
      value: ours,
      unit: 'ms CPU',
      target: 1,
      peer: { name, value: ms },
      seen: { load: load() },
    })
  }
}

compiling()
const engine = createEngine(rulesOf(pack))
screening(engine)
changing(engine)
looking(engine)
await sharedWorkload()
