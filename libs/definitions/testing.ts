/** Packs for tests: a folder as files, and findings in the form in which they are compared. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Finding } from './findings.ts'
import type { SourceFile } from './source.ts'

export const KOREA = fileURLToPath(new URL('../../countries/kr', import.meta.url))
export const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))

/** Every text file of a pack, paths relative to its folder. */
export function filesOf(folder: string): SourceFile[] {
  const paths = globSync('**/*.{yaml,tsv,md}', { cwd: folder })
  return paths.map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'utf8') }))
}

/** `facts/a.yaml:3 fact.law`. */
export const brief = ({ file, line, rule }: Finding): string => `${file}:${line} ${rule}`
