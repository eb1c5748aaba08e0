/** One shard in one file: `dpgshard`, the length of its description, the description (JSON), then the data it describes. */
import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Column, planeBytes } from './column.ts'
import type { Encoded } from './encode.ts'

export interface Section {
  readonly at: number
  readonly bytes: number
}

export interface ShardMeta {
  readonly people: number
  readonly columns: readonly Column[]
  /** Ids in order, one a line, compressed; and what has no column (lists), as JSON by fact, compressed. */
  readonly ids?: Section
  readonly rest?: Section
  /** Derived columns that were given up for somebody. */
  readonly givenUp?: readonly string[]
}

export interface ShardFile {
  readonly path: string
  readonly meta: ShardMeta
  /** Where the data begins in the file. */
  readonly base: number
  /** Reads a section into `target` at an offset. */
  readonly read: (section: Section, target: Uint8Array) => void
  readonly close: () => void
}

const MAGIC = 'dpgshrd2'
/** Files of the first version are read as they are: they lack what came after them. */
const READ: readonly string[] = [MAGIC, 'dpgshrd1']
const HEAD = 16
const ALIGN = 64

export interface ShardParts {
  readonly people: number
  readonly columns: readonly { readonly name: string; readonly encoded: Encoded }[]
  readonly ids?: Uint8Array
  readonly rest?: Uint8Array
  readonly givenUp?: readonly string[]
}

/** Writes a shard so that it is there whole or not at all, also after a power cut. */
export function writeShard(path: string, { people, columns, ids, rest, givenUp = [] }: ShardParts): void {
  const pieces: Uint8Array[] = []
  let at = 0
  const place = (data: Encoded['data']): Section => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const section = { at, bytes: bytes.length }
    const padding = (ALIGN - (bytes.length % ALIGN)) % ALIGN
    pieces.push(bytes, new Uint8Array(padding))
    at += bytes.length + padding
    return section
  }
  const placed = columns.map(({ name, encoded }): Column => {
    const { data, ...form } = encoded
    const section = { name, ...place(data) }
    return form.kind === 'codes' ? { ...form, ...section, zones: place(form.zones) } : { ...form, ...section }
  })
  const meta: ShardMeta = {
    people,
    columns: placed,
    ...(ids && { ids: place(ids) }),
    ...(rest && { rest: place(rest) }),
    ...(givenUp.length > 0 && { givenUp }),
  }
  const text = new TextEncoder().encode(JSON.stringify(meta))
  const head = new Uint8Array(Math.ceil((HEAD + text.length) / ALIGN) * ALIGN)
  head.set(new TextEncoder().encode(MAGIC))
  new DataView(head.buffer).setUint32(8, text.length, true)
  head.set(text, HEAD)
  writeDurably(path, [head, ...pieces])
}

/** Writes beside, flushes, renames, flushes the folder. */
export function writeDurably(path: string, pieces: readonly Uint8Array[]): void {
  const part = `${path}.${process.pid}.part`
  const file = openSync(part, 'w')
  try {
    for (const piece of pieces) for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(part, path)
  flushFolder(dirname(path))
}

export function flushFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** Descriptions read before, as long as the file is the same. */
const known = new Map<string, { readonly stamp: string; readonly meta: ShardMeta; readonly base: number }>()
const MOST_KNOWN = 1024

export function openShard(path: string): ShardFile {
  const file = openSync(path, 'r')
  const { ino, birthtimeMs, size } = fstatSync(file)
  const stamp = `${ino} ${birthtimeMs} ${size}`
  const before = known.get(path)
  const described = before?.stamp === stamp ? before : { stamp, ...describedIn(file, path) }
  if (known.size < MOST_KNOWN) known.set(path, described)
  const { meta, base } = described
  return {
    path,
    meta,
    base,
    read: ({ at, bytes }, target) => {
      for (let done = 0; done < bytes; ) {
        const got = readSync(file, target, done, bytes - done, base + at + done)
        if (got === 0) throw new Error(`${path} ends early`)
        done += got
      }
    },
    close: () => closeSync(file),
  }
}

function describedIn(file: number, path: string): { readonly meta: ShardMeta; readonly base: number } {
  const head = new Uint8Array(HEAD)
  const isLong = readSync(file, head, 0, HEAD, 0) === HEAD
  const magic = new TextDecoder().decode(head.subarray(0, 8))
  if (!isLong || !READ.includes(magic)) {
    closeSync(file)
    const isNewer = isLong && magic.startsWith(MAGIC.slice(0, -1))
    throw new Error(isNewer ? `${path} was written by a newer version; update to read it` : `${path} is no shard of a population`)
  }
  const length = new DataView(head.buffer).getUint32(8, true)
  const text = new Uint8Array(length)
  readSync(file, text, 0, length, HEAD)
  const meta: ShardMeta = JSON.parse(new TextDecoder().decode(text))
  return { meta, base: Math.ceil((HEAD + length) / ALIGN) * ALIGN }
}

/** Columns by name. Descriptions stay from question to question, and with them what they say. */
export function columnsOf(meta: ShardMeta): ReadonlyMap<string, Column> {
  const made = byName.get(meta) ?? new Map(meta.columns.map((column) => [column.name, column]))
  byName.set(meta, made)
  return made
}
const byName = new WeakMap<ShardMeta, ReadonlyMap<string, Column>>()

/** Where the planes of a column of bits begin in its data; undefined for one that it has not. */
export function planesOf(column: Extract<Column, { kind: 'bits' }>, people: number) {
  const size = planeBytes(people)
  const unknown = column.hasUnknown ? size : undefined
  return { size, unknown, none: column.hasNone ? size * (column.hasUnknown ? 2 : 1) : undefined }
}
