/** What of a service was published here and stands otherwise in the country pack's folder. */
import type { Lang } from '@dpg/kernel'
import type { OverFolder, RuleFile } from './contract.ts'
import type { Inside } from './deps.ts'
import { diffOf } from './diff.ts'
import { isParameters } from './form/files.ts'
import { filesIn } from './open.ts'

/** `all`: the files of services as they are in force. */
export async function overFolderOf(
  { publishing, desk }: Pick<Inside, 'publishing' | 'desk'>,
  slug: string,
  all: readonly RuleFile[],
  lang: Lang,
): Promise<OverFolder | null> {
  const over = await publishing.overFolder([`services/${slug}/`, 'parameters/'])
  if (over.length === 0) return null
  const own = filesIn(slug, all)
  const figures = over.filter(({ path }) => isParameters(path))
  const now = [...own, ...figures.map(({ path, published }) => ({ path, text: published }))]
  const inFolder = now.flatMap(({ path, text }): RuleFile[] => {
    const told = over.find((one) => one.path === path)
    return told === undefined ? [{ path, text }] : told.folder === null ? [] : [{ path, text: told.folder }]
  })
  const [before, after] = await Promise.all([desk.check(slug, inFolder), desk.check(slug, now)])
  const read = new Set(after.service?.parameters)
  const diff = (before.service ? diffOf(before, after, lang) : []).filter(
    ({ kind, id }) => kind !== 'figure' || read.has(id.split(' ')[0]!),
  )
  const isOfFigures = diff.some(({ kind }) => kind === 'figure')
  const files = over.flatMap(({ path }) => (isParameters(path) && !isOfFigures ? [] : [path]))
  return files.length === 0 ? null : { files, diff }
}
