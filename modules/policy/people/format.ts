/**
 * People on disk, in shards of columns, so that a run reads only the facts that a service looks at. A column is a dictionary (its
 * distinct values as JSON) and one code a person; code 0 is unknown. The folder is described by `people.json`, written last.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Json } from '@dpg/rules'

/** What is known of one person: facts by id (absent is unknown, null known to be none), and where they stand in the tables. */
export interface PersonRow {
  readonly facts: Readonly<Record<string, Json>>
  readonly birthDate: string
  readonly sex: string
}

/** People who live together, the head first. `income` in won a month. */
export interface HouseholdRow {
  readonly sigungu: string
  readonly income: number
  readonly members: readonly PersonRow[]
}

export interface FolderInfo {
  readonly format: 1
  readonly version: string
  readonly seed: number | null
  readonly people: number
  readonly households: number
  /** How many people of the nation they stand for. */
  readonly nation: number
  readonly shards: number
  /** Upper ends of the first nine tenths of people by income of their household, divided by the root of its size. */
  readonly deciles: readonly number[]
  /** SHA-256 of all columns in order. */
  readonly content: string
}

export interface Column {
  readonly values: readonly Json[]
  readonly codes: Int32Array
}

const SHARD = 20_000
/** Columns of where people stand, beside those of facts. */
export const TRAITS = {
  household: '@household',
  sigungu: '@sigungu',
  birth: '@birth',
  sex: '@sex',
  size: '@size',
  income: '@income',
} as const

interface Growing {
  readonly values: Json[]
  /** By the value itself, or the JSON of a list. */
  readonly index: Map<unknown, number>
  readonly codes: number[]
}

/** Writes the folder in shards of that many people and the rest of a household; it is complete when `people.json` is there. A folder that was left half-written is written anew. */
export function writePeople(
  folder: string,
  about: Pick<FolderInfo, 'version' | 'seed' | 'nation'>,
  households: Iterable<HouseholdRow>,
  shardSize: number = SHARD,
): FolderInfo {
  const unfinished = `${folder}.part`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  const content = createHash('sha256')
  const incomes: { readonly income: number; readonly people: number }[] = []
  let [shards, people, inShard] = [0, 0, 0]
  let columns = new Map<string, Growing>()
  const put = (name: string, at: number, value: Json) => {
    let column = columns.get(name)
    if (column === undefined) {
      column = { values: [], index: new Map(), codes: [] }
      columns.set(name, column)
    }
    while (column.codes.length < at) column.codes.push(0)
    const key = value !== null && typeof value === 'object' ? `\0${JSON.stringify(value)}` : value
    let code = column.index.get(key)
    if (code === undefined) {
      code = column.values.push(value)
      column.index.set(key, code)
    }
    column.codes.push(code)
  }
  const flush = () => {
    if (inShard === 0) return
    const place = join(unfinished, String(shards))
    mkdirSync(place)
    for (const [name, { values, codes }] of [...columns].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const codesOf = new Int32Array(inShard)
      codesOf.set(codes)
      const bytes = encode({ values, codes: codesOf })
      content.update(`${shards}/${name}\n`).update(bytes)
      writeFileSync(join(place, fileOf(name)), gzipSync(bytes, { level: 1 }))
    }
    shards++
    inShard = 0
    columns = new Map()
  }
  for (const household of households) {
    const each = household.income / Math.sqrt(household.members.length)
    incomes.push({ income: each, people: household.members.length })
    household.members.forEach((member, i) => {
      const at = inShard++
      put(TRAITS.household, at, incomes.length - 1)
      put(TRAITS.sigungu, at, household.sigungu)
      put(TRAITS.birth, at, member.birthDate)
      put(TRAITS.sex, at, member.sex)
      put(TRAITS.size, at, household.members.length)
      put(TRAITS.income, at, each)
      for (const [id, value] of Object.entries(member.facts)) if (value !== undefined) put(id, at, value)
      if (i === 0) people += household.members.length
    })
    if (inShard >= shardSize) flush()
  }
  flush()
  const info: FolderInfo = {
    format: 1,
    ...about,
    people,
    households: incomes.length,
    shards,
    deciles: decilesOf(incomes, people),
    content: content.digest('hex'),
  }
  writeFileSync(join(unfinished, 'people.json'), `${JSON.stringify(info, null, 2)}\n`)
  rmSync(folder, { recursive: true, force: true })
  renameSync(unfinished, folder)
  return info
}

/** What stands in the folder; undefined when nothing complete does. Throws when it is of another format. */
export function readInfo(folder: string): FolderInfo | undefined {
  const path = join(folder, 'people.json')
  if (!existsSync(path)) return undefined
  const info = JSON.parse(readFileSync(path, 'utf8')) as FolderInfo
  if (info.format !== 1) throw new Error(`${path}: format ${String(info.format)} is not known`)
  return info
}

/** A column of a shard; undefined when nobody in it has a value. */
export function readColumn(folder: string, shard: number, name: string): Column | undefined {
  const path = join(folder, String(shard), fileOf(name))
  return existsSync(path) ? decode(gunzipSync(readFileSync(path))) : undefined
}

const fileOf = (name: string): string => `${encodeURIComponent(name)}.gz`

function encode({ values, codes }: Column): Buffer {
  const head = Buffer.from(JSON.stringify(values))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(head.length)
  const body = Buffer.alloc(codes.length * 4)
  codes.forEach((code, i) => {
    body.writeInt32LE(code, i * 4)
  })
  return Buffer.concat([length, head, body])
}

function decode(bytes: Buffer): Column {
  const length = bytes.readUInt32LE(0)
  const values = JSON.parse(bytes.toString('utf8', 4, 4 + length)) as Json[]
  const codes = new Int32Array((bytes.length - 4 - length) / 4)
  for (let i = 0; i < codes.length; i++) codes[i] = bytes.readInt32LE(4 + length + i * 4)
  return { values, codes }
}

function decilesOf(incomes: readonly { readonly income: number; readonly people: number }[], people: number): readonly number[] {
  const sorted = [...incomes].sort((a, b) => a.income - b.income)
  const ends: number[] = []
  let seen = 0
  for (const one of sorted) {
    seen += one.people
    while (ends.length < 9 && seen >= ((ends.length + 1) * people) / 10) ends.push(one.income)
  }
  return ends
}
