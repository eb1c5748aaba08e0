/** The files of the TCK, out of a folder or out of a tar.gz, by their path below `TestCases`. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Text by path: `compliance-level-2/0001-input-data-string/0001-input-data-string.dmn`. */
export type Files = ReadonlyMap<string, string>

/** The archive as it lies beside the repository's parent, seen from this file. */
const BESIDE = new URL('../../../../shared/data/dmn-tck/dmn-tck-testcases.tar.gz', import.meta.url)

/** Where the TCK is: the place given, or the archive beside the repository's parent; undefined when there is none. */
export function findTck(given: string | undefined): string | URL | undefined {
  if (given !== undefined && given !== '') return given
  return existsSync(BESIDE) ? BESIDE : undefined
}

/** Reads models and test files from a folder (of the repository, or its TestCases) or a tar.gz. Throws when there are none. */
export function readTck(place: string | URL): Files {
  const files = statSync(place).isDirectory() ? readFolder(String(place)) : readTar(gunzipSync(readFileSync(place)))
  const found = new Map<string, string>()
  for (const [path, text] of files) {
    const below = /(?:^|\/)(compliance-level-[23]\/.*\.(?:dmn|xml))$/.exec(path)?.[1]
    if (below !== undefined) found.set(below, text)
  }
  if (found.size === 0) throw new Error(`There are no TCK cases in ${String(place)}: it needs folders compliance-level-2 and -3`)
  return found
}

const readFolder = (folder: string): Iterable<readonly [string, string]> =>
  globSync('**/*.{dmn,xml}', { cwd: folder }).map((path) => [path.split(sep).join('/'), readFileSync(join(folder, path), 'utf8')])

const BLOCK = 512

/** POSIX tar: 512-byte headers, each followed by its file; long paths stand in the prefix field or in a record before. */
function* readTar(tar: Buffer): Iterable<readonly [string, string]> {
  let long: string | undefined
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const field = (from: number, to: number) => tar.toString('utf8', at + from, at + to).replace(/\0.*$/s, '')
    const name = field(0, 100)
    if (name === '') return
    const size = Number.parseInt(field(124, 136).trim(), 8)
    const type = field(156, 157)
    const prefix = field(257, 262) === 'ustar' ? field(345, 500) : ''
    const content = () => tar.toString('utf8', at + BLOCK, at + BLOCK + size)
    if (type === 'L') long = content().replace(/\0.*$/s, '')
    else if (type === 'x') long = /^\d+ path=(.*)$/m.exec(content())?.[1]
    else {
      if (type === '0' || type === '') yield [long ?? (prefix ? `${prefix}/${name}` : name), content()]
      long = undefined
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
}
