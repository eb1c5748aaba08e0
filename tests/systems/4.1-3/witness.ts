/** A witness of the log as its own process, as an outsider runs it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT, until } from '../../harness/index.ts'

const CLI = join(ROOT, 'server/cli.ts')

export interface Witness {
  readonly url: string
  readonly key: string
  close(): Promise<void>
}

export async function startWitness(name: string, log: string): Promise<Witness> {
  const folder = await mkdtemp(join(tmpdir(), 'dpg-witness-'))
  const words = ['witness', '--name', name, '--folder', folder, '--port', '0', '--log', log]
  const child: ChildProcess = spawn(process.execPath, [CLI, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout!.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  const url = await until('the witness to be ready', async () => /^ready (\S+)$/m.exec(text)?.[1] ?? false)
  return {
    url,
    key: /^key (\S+)$/m.exec(text)![1]!,
    close: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A command of the command line: what it prints, and its exit code. */
export function dpg(...words: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [CLI, ...words], (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? 1, output: stdout + stderr }),
    )
  })
}
