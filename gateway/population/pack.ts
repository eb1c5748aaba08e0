/** What people are drawn from: the population tables of a country pack, read once. */
import { type Figures, readFigures } from './figures.ts'
import { type Names, readNames } from './names.ts'
import { type Places, readPlaces } from './places.ts'
import type { Relation } from './person.ts'
import { REFERENCE_ISO, type Residents } from './draw/pools.ts'
import { folderOf, numberIn, readRows, type Row } from './tsv.ts'

export type Sex = 'male' | 'female'

/** Percent of people of an age. Whoever is none of these is married. */
export interface Marital {
  readonly single: number
  readonly divorced: number
  readonly widowed: number
}

/** Shares in percent; `wage` is the mean in won a month. */
export interface WorkRow {
  readonly employed: number
  readonly selfEmployed: number
  readonly unpaid: number
  readonly wage: number
}

export interface PopulationPack {
  readonly residents: readonly Residents[]
  readonly marital: (sex: Sex, age: number) => Marital
  readonly work: (sex: Sex, age: number) => WorkRow
  /** A rate of rates.tsv. Throws for one that is not there. */
  readonly rate: (id: string) => number
  /** Words of words.tsv by kind: schools, banks, kinds of disability. */
  readonly words: (kind: string) => readonly string[]
  /** How the resident register writes a relation to the head. */
  readonly relationWord: (relation: Relation) => string
  readonly names: Names
  readonly places: Places
  readonly figures: Figures
}

/** Rows by sex and age from a table whose rows begin at ages. */
const byAge = <T>(rows: readonly Row[], read: (row: Row) => T): ((sex: Sex, age: number) => T) => {
  const tables = { male: [] as T[], female: [] as T[] }
  for (const row of rows) {
    const table = tables[row['sex'] === 'male' ? 'male' : 'female']
    const value = read(row)
    for (let age = numberIn(row, 'from'); age <= 120; age++) table[age] = value
  }
  return (sex, age) => {
    const value = tables[sex][Math.min(age, 120)]
    if (value === undefined) throw new RangeError(`no row for ${sex} ${age}`)
    return value
  }
}

const readResidents = (folder: string): readonly Residents[] =>
  readRows(folder, 'population/residents.tsv').map((row) => {
    const { code = '', ...counts } = row
    return { code, counts: Object.keys(counts).map((column) => numberIn(row, column)) }
  })

/** Reads `population/`, `areas.tsv` and `parameters/` of a pack (a folder). */
export const readPopulationPack = (pack: string | URL): PopulationPack => {
  const folder = folderOf(pack)
  const rates = new Map(readRows(folder, 'population/rates.tsv').map((row) => [row['id'] ?? '', numberIn(row, 'value')]))
  const relations = new Map(readRows(folder, 'population/relations.tsv').map((row) => [row['relation'] ?? '', row['word'] ?? '']))
  const words = new Map(
    readRows(folder, 'population/words.tsv').map((row) => [row['kind'] ?? '', (row['words'] ?? '').split(', ')]),
  )
  return {
    residents: readResidents(folder),
    marital: byAge(readRows(folder, 'population/marital.tsv'), (row) => ({
      single: numberIn(row, 'single'),
      divorced: numberIn(row, 'divorced'),
      widowed: numberIn(row, 'widowed'),
    })),
    work: byAge(readRows(folder, 'population/work.tsv'), (row) => ({
      employed: numberIn(row, 'employed'),
      selfEmployed: numberIn(row, 'selfEmployed'),
      unpaid: numberIn(row, 'unpaid'),
      wage: numberIn(row, 'wage'),
    })),
    rate: (id) => {
      const value = rates.get(id)
      if (value === undefined) throw new RangeError(`no rate ${id} in population/rates.tsv`)
      return value
    },
    words: (kind) => {
      const list = words.get(kind)
      if (list === undefined) throw new RangeError(`no words of ${kind} in population/words.tsv`)
      return list
    },
    relationWord: (relation) => relations.get(relation) ?? relation,
    names: readNames(folder),
    places: readPlaces(folder),
    figures: readFigures(folder, REFERENCE_ISO),
  }
}
