/** Any number of people into a Parquet file, in columns named by fact: streamed, so that memory stays the same. README.md tells more. */
import { renameSync, rmSync, statSync } from 'node:fs'
import type { ParquetWriter } from 'hyparquet-writer'
import { type Column, columnsOf } from './columns.ts'
import { factsFrom } from './facts-of.ts'
import { generate, type Wanted } from './generate.ts'
import { type PopulationPack, readPopulationPack } from './pack.ts'
import type { SyntheticPerson } from './person.ts'
import { folderOf } from './tsv.ts'

export interface MakeOptions extends Wanted {
  /** The file to write; it appears when it is whole. */
  readonly out: string
  /** Folder of a country pack; the demo country when absent. */
  readonly pack?: string | URL
}

export interface Made {
  readonly people: number
  readonly households: number
  readonly columns: number
  readonly bytes: number
  readonly seconds: number
}

const ROWS_A_GROUP = 20_000
const KOREA = new URL('../../countries/kr/', import.meta.url)

/** The cells gathered so far, by column. */
type Cells = readonly unknown[][]

const write = (writer: ParquetWriter, columns: readonly Column[], cells: Cells): void => {
  const columnData = columns.map(({ name }, i) => ({ name, data: cells[i] ?? [], offsetIndex: false }))
  void writer.write({ columnData, rowGroupSize: ROWS_A_GROUP })
}

/** Adds a person to the cells: one register after another is asked, and its columns are filled. */
const rowWriter = (columns: readonly Column[], pack: PopulationPack): ((person: SyntheticPerson, cells: Cells) => void) => {
  const numbered = columns.map((column, i) => ({ ...column, i }))
  const byRegister = [...Map.groupBy(numbered, ({ register }) => register)]
  return (person, cells) => {
    for (const [register, group] of byRegister) {
      const facts = register === null ? {} : factsFrom(person, register, pack)
      for (const { read, i } of group) cells[i]?.push(read(person, facts))
    }
  }
}

/** Writes exactly `people` rows. The same options give the same bytes. */
export const makePopulation = async ({ people, seed, out, pack: place = KOREA }: MakeOptions): Promise<Made> => {
  const started = performance.now()
  const folder = folderOf(place)
  const pack = readPopulationPack(folder)
  const columns = columnsOf(folder)
  const unfinished = `${out}.part`
  // Only this needs it: the processes of the registers and the server do not.
  const { fileWriter, ParquetWriter } = await import('hyparquet-writer')
  try {
    const writer = new ParquetWriter({
      writer: fileWriter(unfinished),
      schema: [{ name: 'root', num_children: columns.length }, ...columns.map(({ element }) => element)],
      createdBy: 'dpg',
      kvMetadata: [{ key: 'seed', value: String(seed) }],
    })
    const addRow = rowWriter(columns, pack)
    let cells: Cells = columns.map(() => [])
    let [rows, households] = [0, 0]
    for (const household of generate({ people, seed }, pack)) {
      households += 1
      for (const person of household.members) {
        addRow(person, cells)
        rows += 1
        if (rows % ROWS_A_GROUP !== 0) continue
        write(writer, columns, cells)
        cells = columns.map(() => [])
      }
    }
    if (rows % ROWS_A_GROUP !== 0) write(writer, columns, cells)
    await writer.finish()
    renameSync(unfinished, out)
    return {
      people: rows,
      households,
      columns: columns.length,
      bytes: statSync(out).size,
      seconds: (performance.now() - started) / 1000,
    }
  } finally {
    rmSync(unfinished, { force: true })
  }
}
