/** Runs the outside auditor, where the machine has Go and its sumdb library; and a log that is told otherwise on the way. */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Where Debian's golang-golang-x-mod-dev puts it; `DPG_GOPATH` for another place. */
const GOPATH = process.env['DPG_GOPATH'] ?? join('/', 'usr', 'share', 'gocode')

/** False, or why the auditor cannot run here. */
export const auditorMissing: string | false =
  spawnSync('go', ['version']).status !== 0
    ? 'no Go on this machine (apt-get install golang-go golang-golang-x-mod-dev)'
    : !existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog')) &&
      'no golang.org/x/mod (apt-get install golang-golang-x-mod-dev)'

export interface Auditor {
  /** What it says: `ACCEPTED …` or `REJECTED …`. */
  audit(base: string, key: string, earlier: string, receipt: string): Promise<string>
  close(): Promise<void>
}

export async function buildAuditor(): Promise<Auditor> {
  const folder = await mkdtemp(join(tmpdir(), 'dpg-auditor-'))
  const program = join(folder, 'auditor')
  const env = { ...process.env, GO111MODULE: 'off', GOPATH, GOFLAGS: '', CGO_ENABLED: '0' }
  await promisify(execFile)('go', ['build', '-o', program, join(import.meta.dirname, 'main.go')], { env })
  return {
    audit: async (...words) => {
      const run = promisify(execFile)(program, words).catch((error: { stdout: string }) => error)
      return (await run).stdout.trim()
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The log as a thief on the way would have it: what is at `path` is changed by `change`. */
export async function tamperedLog(base: string, path: RegExp, change: (bytes: Buffer) => Buffer) {
  const server = createServer(async (request, response) => {
    const answer = await fetch(`${base}${request.url}`)
    const bytes = Buffer.from(await answer.arrayBuffer())
    response.writeHead(answer.status).end(path.test(request.url!) ? change(bytes) : bytes)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

export const flip = (at: number) => (bytes: Buffer) => {
  const changed = Buffer.from(bytes)
  changed[at]! ^= 1
  return changed
}
