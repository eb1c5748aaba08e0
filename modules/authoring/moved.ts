/** What is in force of a draft's files, and whether it is still what the draft began from. */
import type { RuleFile } from './contract.ts'
import type { Inside } from './deps.ts'
import type { DraftRow } from './store.ts'

/** The files of the draft as they are in force; a file that nobody has published is absent. */
export async function inForce(
  { publishing }: Pick<Inside, 'publishing'>,
  { files }: Pick<DraftRow, 'files'>,
): Promise<readonly RuleFile[]> {
  const paths = new Set(files.map(({ path }) => path))
  return (await publishing.sources([...paths])).filter(({ path }) => paths.has(path))
}

export const textAt = (files: readonly RuleFile[], path: string): string | undefined =>
  files.find((file) => file.path === path)?.text

/** Files that somebody published since the draft began. */
export const movedFiles = ({ base, files }: Pick<DraftRow, 'base' | 'files'>, now: readonly RuleFile[]): string[] =>
  files.map(({ path }) => path).filter((path) => textAt(base, path) !== textAt(now, path))
