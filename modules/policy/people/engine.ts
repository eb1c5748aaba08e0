/** The people of a folder in the form that the population engine reads: written once, again when people, facts or form are others. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Declarations, FactDecl } from '@dpg/rules'
import { createWriter, forgetOldest, hasCurrentKeys, shardNames } from '@dpg/rules/population'
import { type Column, type FolderInfo, readColumn, TRAITS } from './format.ts'
import { factsAt } from './missing.ts'

export interface EnginePeople {
  readonly folder: string
  readonly engine: string
  readonly info: FolderInfo
  readonly today: Declarations
  readonly asOf: string
}

/** Where people stand in the tables, as facts beside those of the rules; no rule can name them. */
const TRAIT_DECLS: readonly (FactDecl & { readonly trait: keyof typeof TRAITS })[] = [
  { id: 'sample.household', type: 'number', askable: false, trait: 'household' },
  { id: 'sample.sigungu', type: 'string', askable: false, trait: 'sigungu' },
  { id: 'sample.birth', type: 'date', askable: false, trait: 'birth' },
  { id: 'sample.sex', type: 'string', askable: false, trait: 'sex' },
  { id: 'sample.size', type: 'number', askable: false, trait: 'size' },
  { id: 'sample.income', type: 'number', askable: false, trait: 'income' },
]
/** In this order: household, sigungu, birth, sex, size, income. */
export const TRAIT_FACTS: readonly string[] = TRAIT_DECLS.map(({ id }) => id)

/** No shard has more people than a column of texts may have values. */
const MOST_OF_A_SHARD = 65_000
/** Columns that runs have worked out and that may be asked for again. */
const MOST_KEPT = 48
const MADE = 'made.json'
/** Since a shard of theirs is a shard of the engine's. */
const FORM = 2

/**
 * Makes sure that they are there; gives the names of their shards, in the order of those of the folder. `onWriting` is told the share that
 * is done, where anything is to be done.
 */
export function enginePeople(people: EnginePeople, onWriting: (share: number) => void): readonly string[] {
  const { engine } = people
  const stamp = stampOf(people)
  const path = join(engine, MADE)
  if (existsSync(path) && readFileSync(path, 'utf8') === stamp && hasCurrentKeys(engine)) {
    forgetOldest(engine, MOST_KEPT)
    return shardNames(engine)
  }
  const unfinished = `${engine}.part`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(dirname(engine), { recursive: true })
  write(people, unfinished, onWriting)
  writeFileSync(join(unfinished, MADE), stamp)
  rmSync(engine, { recursive: true, force: true })
  renameSync(unfinished, engine)
  return shardNames(engine)
}

/** The people by their content; the facts by what their columns depend on. */
function stampOf({ info, today }: EnginePeople): string {
  const facts = today.facts.map(({ id, type, derive, values }) => [id, type, derive !== undefined, values !== undefined])
  return JSON.stringify({
    form: FORM,
    content: info.content,
    facts: createHash('sha256').update(JSON.stringify(facts)).digest('hex'),
  })
}

function write({ folder, info, today, asOf }: EnginePeople, to: string, onWriting: (share: number) => void): void {
  const given = givenIn(folder, info, today)
  const single = today.facts.filter(({ type }) => type !== 'list' && type !== 'context')
  const stored = single.filter(({ id, derive }) => derive === undefined || given.includes(id)).map(({ id }) => id)
  const writer = createWriter({
    folder: to,
    declarations: { facts: [...today.facts, ...TRAIT_DECLS], parameters: today.parameters, services: [] },
    asOf,
    keep: [...stored, ...TRAIT_FACTS],
    given,
    whole: true,
    shardSize: MOST_OF_A_SHARD,
  })
  let id = 0
  for (let shard = 0; shard < info.shards; shard++) {
    const read = (name: string, as = name): (readonly [string, Column])[] => {
      const column = readColumn(folder, shard, name)
      return column ? [[as, column]] : []
    }
    const known = today.facts.flatMap((fact) => read(fact.id))
    const columns = [...known, ...TRAIT_DECLS.flatMap((one) => read(TRAITS[one.trait], one.id))]
    const household = columns.find(([name]) => name === TRAIT_FACTS[0])?.[1].codes
    if (household === undefined) throw new Error(`${folder}: shard ${shard} has no households`)
    if (household.length > MOST_OF_A_SHARD) throw new Error(`${folder}: shard ${shard} has more than ${MOST_OF_A_SHARD} people`)
    for (let i = 0; i < household.length; i++) writer.add({ id: String(id++), facts: factsAt(columns, i) })
    writer.split(1)
    onWriting((shard + 1) / info.shards)
  }
  writer.finish()
}

/** Derived facts that the people have. Throws where only some have one: the engine could not tell who. */
function givenIn(folder: string, info: FolderInfo, { facts }: Declarations): readonly string[] {
  return facts.flatMap(({ id, derive }) => {
    if (derive === undefined) return []
    const columns = Array.from({ length: info.shards }, (_, shard) => readColumn(folder, shard, id))
    if (columns.every((column) => column === undefined)) return []
    if (columns.some((column) => column === undefined || column.codes.includes(0)))
      throw new GivenInPartError(`${id} is derived, but given for some of the people; give it to all or to none`)
    return [id]
  })
}

/** People that cannot be counted as they are. */
export class GivenInPartError extends Error {
  override readonly name = 'GivenInPartError'
}
