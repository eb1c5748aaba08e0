/**
 * What passed through this gateway: one line of JSON an entry, each a leaf of an RFC 9162 tree. An entry is on disk before the
 * message goes on; entries that wait while the disk is busy are written together. Nothing is kept in memory but the peaks of the
 * tree, however long the journal grows.
 */
import { hash, type KeyObject, sign } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { append, type Appended, type HashReader, type Node, type NoteKey, signCheckpoint } from '@dpg/ledger'
import { AHEAD, type LineFile, openLines } from './down.ts'
import { createGroup } from './group.ts'

export interface Journal {
  /** Settles with the entry's place once it is on disk. */
  append(entry: object): Promise<number>
  /** The tree's head, signed (C2SP tlog-checkpoint), also left in the file `checkpoint`. */
  checkpoint(): Promise<string>
  close(): Promise<void>
}

export interface JournalOptions {
  readonly folder: string
  readonly key: NoteKey
  readonly signer: KeyObject
  /** Entries of one file. */
  readonly perFile?: number
  /** Whether the entry that is being written is all that this gateway is at. */
  readonly isAlone?: () => boolean
}

const LEAF = Buffer.of(0)
const PER_FILE = 100_000
/** Among the lines to be written: no line, but the wish that all before it are in the tree. */
const SETTLE = Symbol('settle')
/** Entries that are taken into the tree at once. */
const TOGETHER = 64
const fileOf = (first: number) => `entries-${String(first).padStart(12, '0')}.jsonl`
const FILE = /^entries-(\d{12})\.jsonl$/

/** Where a file begins: the tree so far, so that only the last file is read at a start. */
interface Start {
  readonly first: number
  readonly peaks: readonly { readonly level: number; readonly index: number; readonly hash: string }[]
}

/** The peaks are all that `append` reads. */
class Peaks implements HashReader {
  #nodes = new Map<string, Node>()
  size = 0
  root: Uint8Array = hash('sha256', '', 'buffer')
  constructor(start: Start) {
    this.size = start.first
    for (const { level, index, hash: hex } of start.peaks)
      this.#nodes.set(`${level}/${index}`, { level, index, hash: new Uint8Array(Buffer.from(hex, 'hex')) })
  }
  async read(places: readonly { level: number; index: number }[]) {
    return places.map(({ level, index }) => {
      const node = this.#nodes.get(`${level}/${index}`)
      if (!node) throw new RangeError(`no hash at level ${level}, index ${index}`)
      return node.hash
    })
  }
  add({ nodes, size, root }: Appended): void {
    for (const node of nodes) this.#nodes.set(`${node.level}/${node.index}`, node)
    this.size = size
    this.root = root
    // A node under a peak is never read again.
    for (const [name, { level, index }] of this.#nodes) if (!isPeak(level, index, this.size)) this.#nodes.delete(name)
  }
  get start(): Start {
    const peaks = [...this.#nodes.values()].map(({ level, index, hash: bytes }) => ({
      level,
      index,
      hash: Buffer.from(bytes).toString('hex'),
    }))
    return { first: this.size, peaks }
  }
}

/** A peak of the tree of `size` leaves: its bit is set, and all leaves before it belong to higher bits. */
const isPeak = (level: number, index: number, size: number): boolean => {
  const width = 2 ** level
  return Math.floor(size / width) % 2 === 1 && index === Math.floor(size / width) - 1
}

export async function openJournal({
  folder,
  key,
  signer,
  perFile = PER_FILE,
  isAlone = () => false,
}: JournalOptions): Promise<Journal> {
  await mkdir(folder, { recursive: true })
  let { file, tree, count } = await continueIn(folder)
  let [size, leaves] = [tree.size, [] as Uint8Array<ArrayBuffer>[]]
  /** The tree is brought up a few entries at a time: with each, its root would cost more than the entry. */
  const settled = async () => {
    const taken = leaves
    leaves = []
    if (taken.length > 0) tree.add(await append(tree, tree.size, taken))
  }
  const written = createGroup(async (works: readonly (string | typeof SETTLE)[]) => {
    const lines = works.filter((one) => one !== SETTLE)
    if (lines.length > 0) await file.append(Buffer.from(`${lines.join('\n')}\n`), isAlone())
    for (const line of lines) leaves.push(leafOf(line))
    count += lines.length
    if (lines.length < works.length || leaves.length >= TOGETHER || count >= perFile) await settled()
    if (count >= perFile) {
      await file.close()
      file = await begin(folder, tree.start)
      count = 0
    }
    return works.map((one) => (one === SETTLE ? size : size++))
  }, isAlone)
  // One after another: both write the same file.
  let noted: Promise<unknown> = Promise.resolve()
  const note = async () => {
    // In the order of the entries: what is being written stands under the next one.
    await written.add(SETTLE)
    const head = { origin: key.name, size: tree.size, root: new Uint8Array(tree.root) }
    const signed = await signCheckpoint(head, key, (text) => sign(null, text, signer))
    await writeFile(join(folder, 'checkpoint.new'), signed)
    await rename(join(folder, 'checkpoint.new'), join(folder, 'checkpoint'))
    return signed
  }
  const made: Journal = {
    append: (entry) => written.add(JSON.stringify(entry)),
    checkpoint() {
      const next = noted.then(note)
      noted = next.catch(() => undefined)
      return next
    },
    async close() {
      await written.idle()
      await made.checkpoint().finally(() => file.close())
    },
  }
  return made
}

/** The last file goes on where it ended; a torn last line was never answered and is cut off. */
async function continueIn(folder: string): Promise<{ file: LineFile; tree: Peaks; count: number }> {
  const last = (await readdir(folder))
    .filter((name) => FILE.test(name))
    .sort()
    .at(-1)
  if (!last) {
    const start: Start = { first: 0, peaks: [] }
    return { file: await begin(folder, start), tree: new Peaks(start), count: 0 }
  }
  const tree = new Peaks(JSON.parse(await readFile(join(folder, `${last}.start`), 'utf8')) as Start)
  const bytes = await readFile(join(folder, last))
  const lines = linesOf(bytes)
  const whole = lines.reduce((sum, line) => sum + line.length + 1, 0)
  const file = await openLines(join(folder, last), whole)
  tree.add(
    await append(
      tree,
      tree.size,
      lines.map((line) => leafOf(line)),
    ),
  )
  return { file, tree, count: lines.length }
}

/** The tree's state first: a file without it could not be gone on with. */
async function begin(folder: string, start: Start): Promise<LineFile> {
  const name = join(folder, fileOf(start.first))
  await writeFile(`${name}.start`, JSON.stringify(start), { flush: true })
  await writeFile(name, '', { flag: 'a' })
  const file = await openLines(name, 0)
  const directory = await open(folder, 'r')
  await directory.sync()
  await directory.close()
  return file
}

/** HASH(0x00 || entry) (RFC 9162 §2.1.1), of a line without its end. */
export const leafOf = (line: Uint8Array | string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(hash('sha256', typeof line === 'string' ? `\0${line}` : Buffer.concat([LEAF, line]), 'buffer'))

/** Up to the room behind the last one, or to a piece that a loss of power kept from the disk. */
function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  const ends = [AHEAD, 0].map((byte) => bytes.indexOf(byte)).filter((at) => at >= 0)
  const whole = bytes.subarray(0, Math.min(bytes.length, ...ends))
  for (let at = 0, end = whole.indexOf(10); end >= 0; at = end + 1, end = whole.indexOf(10, at))
    lines.push(whole.subarray(at, end))
  return lines
}

/** All entries in their order, as their bytes stand. For verifying and for looking things up; reads every file. */
export async function* entriesOf(folder: string): AsyncGenerator<Buffer> {
  for (const name of (await readdir(folder)).filter((one) => FILE.test(one)).sort())
    yield* linesOf(await readFile(join(folder, name)))
}
