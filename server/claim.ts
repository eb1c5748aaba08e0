/** What one platform alone may use: its port and its folder. Claimed before anything starts, so that a second start harms nobody. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'

const FIRST_PORT = 20_000
const PORTS = 12_000
const TRIES = 100

/**
 * The port itself, or one that is free now for 0: links in documents must be known before we serve. Throws when it is taken.
 * For 0 it lies below the ports that systems give to outgoing connections: between claim and listening we make many of those.
 */
export async function claimPort(port: number): Promise<number> {
  if (port !== 0) return probePort(port)
  for (let tries = 1; ; tries++) {
    try {
      return await probePort(FIRST_PORT + Math.floor(Math.random() * PORTS))
    } catch (error) {
      if (tries === TRIES) throw error
    }
  }
}

function probePort(port: number): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.on('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${cause.code})`
      fail(new Error(`port ${port} ${why}: set PORT to another`, { cause }))
    })
    probe.listen(port, () => probe.close(() => done(port)))
  })
}

/**
 * One platform a folder: a second would end the PostgreSQL of the first. A claim whose process is gone (kill -9, power cut)
 * counts for nothing. Resolves to what gives the folder back.
 */
export async function claimFolder(dataDir: string): Promise<() => Promise<void>> {
  const folder = resolve(dataDir)
  const path = join(folder, 'running')
  const own = `${process.pid} ${bornAt(process.pid) ?? ''}`
  await mkdir(folder, { recursive: true })
  for (let tries = 0; tries < 2; tries++) {
    try {
      await writeFile(path, own, { flag: 'wx' })
      return () => rm(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = await readFile(path, 'utf8').catch(() => '')
    const pid = Number(holder.split(' ')[0])
    if (holder === `${pid} ${bornAt(pid) ?? ''}` && isAlive(pid)) throw inUse(folder, pid)
    await rm(path, { force: true })
  }
  throw inUse(folder, 0)
}

const inUse = (folder: string, pid: number) =>
  new Error(`${folder} is in use by process ${pid}: stop that one first, or set DATA_DIR to another folder`)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process began: a process id alone is used again, after a restart of the machine above all. Undefined: not to be had. */
function bornAt(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  if (existsSync('/proc/self/stat')) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The 22nd field; the second, the name, may hold anything.
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    } catch {
      return undefined
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout?.trim() || undefined
}
