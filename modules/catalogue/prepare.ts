/** Files become what is stored: checked, as JSON, hashed. For a whole country that takes seconds, so pages have it done on a thread of its own. */
import { checkPack } from '@dpg/definitions'
import { definitionsBroken, type ReleaseId, type SourceFile } from './contract.ts'
import { PARTS, type ReleaseContent } from './pack-parts.ts'
import { readSearchWords } from './search-words.ts'
import { releaseId, type Written, write } from './version.ts'

export interface Prepared {
  readonly release: ReleaseId
  /** Kind, id and hash (hex) of every definition, in order, as JSON. */
  readonly contents: string
  /** What is written, unless it is known. */
  readonly definitions: readonly Written[]
}

export type Read = { readonly definitions: readonly Written[] } | { readonly wrong: readonly string[] }

/** Throws `catalogue/definitions-broken`. */
export function prepare(files: readonly SourceFile[]): Prepared {
  const made = readPack(files)
  if ('wrong' in made) throw broken(made.wrong)
  return preparedOf(made.definitions)
}

/** Holds the files to everything a pack promises: schemas, references, gates, cases. */
export function readPack(files: readonly SourceFile[]): Read {
  const { pack, findings } = checkPack(files)
  const { words, wrong } = readSearchWords(files)
  const errors = findings
    .filter(({ level }) => level === 'error')
    .map(({ file, line, message }) => `${file}:${line}: ${message.en}`)
  const all = [...errors, ...wrong]
  return all.length > 0 ? { wrong: all } : { definitions: writtenOf({ pack, words }) }
}

/** As it is stored. */
export const written = (content: ReleaseContent): Prepared => preparedOf(writtenOf(content))

const writtenOf = (content: ReleaseContent): readonly Written[] =>
  PARTS.flatMap(({ kind, list }) => [...list(content)].map(([id, definition]) => write(kind, id, definition)))

/** The release is named by all of it. */
export function preparedOf(definitions: readonly Written[]): Prepared {
  const contents = JSON.stringify(definitions.map(({ kind, id, hash }) => [kind, id, hash.toString('hex')]))
  return { release: releaseId(definitions), contents, definitions }
}

const TOLD = 50

export const broken = (all: readonly string[]) =>
  definitionsBroken(
    { count: all.length, first: all[0]! },
    { errors: all.slice(0, TOLD).map((detail) => ({ pointer: '', detail })) },
  )
