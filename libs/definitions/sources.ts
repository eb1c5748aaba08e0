/** Where each definition of a pack was written, so that findings can name file and line. */
import type { Place } from './findings.ts'
import type { Path, Source, SourceFile, Table } from './source.ts'

export type Kind =
  | 'fact'
  | 'register'
  | 'parameter'
  | 'workflow'
  | 'service'
  | 'cases'
  | 'conditionCode'
  | 'dataset'
  | 'exception'
  | 'situation'
  | 'model'

interface Written {
  readonly source: Source
  readonly base: Path
}

/** The written form of a loaded pack. */
export interface Sources {
  /** The place of a part of a definition; the first line of the pack when it is not written anywhere. `offset`: of a letter. */
  readonly place: (kind: Kind, id: string, path?: Path, offset?: number) => Place
  /** The file of a definition; quicker than its place. */
  readonly file: (kind: Kind, id: string) => string
  /** The value as it was written, before defaults. */
  readonly written: (kind: Kind, id: string) => unknown
  readonly tables: ReadonlyMap<string, Table>
  readonly paths: ReadonlySet<string>
}

export function createSources(files: readonly SourceFile[]) {
  const known = new Map<string, Written>()
  const tables = new Map<string, Table>()
  const find = (kind: Kind, id: string) => known.get(`${kind} ${id}`)
  const sources: Sources = {
    place: (kind, id, path = [], offset) => {
      const written = find(kind, id)
      return written ? written.source.locate([...written.base, ...path], offset) : { file: 'pack.yaml', line: 1 }
    },
    file: (kind, id) => find(kind, id)?.source.file ?? 'pack.yaml',
    written: (kind, id) => {
      const written = find(kind, id)
      return written?.base.reduce<unknown>(
        (value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step],
        written.source.value,
      )
    },
    tables,
    paths: new Set(files.map(({ path }) => path)),
  }
  return {
    sources,
    addTable: (table: Table) => tables.set(table.file, table),
    /** False when the id was there before. */
    add: (kind: Kind, id: string, written: Written): boolean => {
      if (find(kind, id)) return false
      known.set(`${kind} ${id}`, written)
      return true
    },
  }
}
