/** A copy of this project as after `npm ci`: nothing built, nothing compiled, no data. Installed packages are shared by links. */
import { cp, mkdir, readdir, realpath, symlink } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { ROOT } from './country.ts'

const MADE = new Set(['node_modules', 'dist', '.git', '.data'])

export async function freshClone(folder: string): Promise<void> {
  await cp(ROOT, folder, { recursive: true, filter: (path) => path === ROOT || !MADE.has(basename(path)) })
  const from = join(ROOT, 'node_modules')
  const to = join(folder, 'node_modules')
  await mkdir(join(to, '@dpg'), { recursive: true })
  for (const name of await readdir(from)) {
    if (name !== '@dpg' && name !== '.cache') await symlink(join(from, name), join(to, name))
  }
  for (const name of await readdir(join(from, '@dpg'))) {
    const own = relative(ROOT, await realpath(join(from, '@dpg', name)))
    await symlink(join(folder, own), join(to, '@dpg', name))
  }
}
