/** A gateway as a process of its own, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { GatewayConfig } from '@dpg/gateway/member'

const MAIN = fileURLToPath(import.meta.resolve('@dpg/gateway/member/main'))

export interface Process {
  readonly child: ChildProcess
  readonly inside: string
  readonly outside: string
  readonly journalKey: string
}

/** Ready; `file`: where its configuration is written. */
export async function start(file: string, config: GatewayConfig): Promise<Process> {
  await writeFile(file, JSON.stringify(config))
  const child = spawn(process.execPath, [MAIN, 'start', file], { stdio: ['ignore', 'pipe', 'ignore'] })
  let text = ''
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)))
    child.stdout!.on('data', (chunk) => {
      text += String(chunk)
      if (/^ready /m.test(text)) resolve()
    })
  })
  const said = (name: string) => new RegExp(`^${name} (\\S+)$`, 'm').exec(text)![1]!
  return { child, inside: said('ready'), outside: said('outside'), journalKey: said('journal') }
}

export const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve))
