/**
 * The folder of a platform that has been started once and stopped: database, catalogue, people. Made once for a run of tests, copied for
 * each: what is tested begins where every installation is after its first start, seconds sooner. `first-start` tests make their own.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './until.ts'

/** Set by `tools/test.ts`: of this run alone, so that nothing older is ever copied. */
const RUN = process.env['DPG_TEST_RUN']
const MAKE_MS = 120_000

/** Fills an empty folder; `make` starts a platform on the folder it is given, and stops it. Without a run: nothing is done. */
export async function copyTemplate(dataDir: string, make: (folder: string) => Promise<void>): Promise<void> {
  if (!RUN || process.platform !== 'linux') return
  const template = join(tmpdir(), `dpg-template-${RUN}`)
  if (!existsSync(template)) await makeOnce(template, make)
  // Nobody could make one, or its database stands elsewhere (`postgres.json`): then each begins with nothing.
  if (!existsSync(template) || existsSync(join(template, 'postgres.json'))) return
  // Owners too: PostgreSQL's files are another user's when tests run as root.
  const { status, stderr } = spawnSync('cp', ['-a', '--reflink=auto', `${template}/.`, dataDir], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the template could not be copied: ${stderr}`)
}

/** Of several who come at once one makes it, and the others wait. */
async function makeOnce(template: string, make: (folder: string) => Promise<void>): Promise<void> {
  const making = `${template}.making`
  const isMine = await mkdir(making, { mode: 0o711 }).then(
    () => true,
    () => false,
  )
  if (!isMine) {
    await until('the template', async () => existsSync(template) || !existsSync(making), { withinMs: MAKE_MS, everyMs: 50 })
    return
  }
  try {
    await make(making)
    await rename(making, template)
  } catch (cause) {
    await rm(making, { recursive: true, force: true })
    throw cause
  }
}
