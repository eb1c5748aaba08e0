/** A server as a process of its own, until it says "ready http://…". */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'

export interface Running {
  readonly url: string
  readonly pid: number
  /** From the call to "ready". */
  readonly seconds: number
  stop(): Promise<void>
}

/** Only these settings reach it, and where programs are found. */
export async function run(file: string, settings: Readonly<Record<string, string>>): Promise<Running> {
  const started = performance.now()
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await said(child)
  const ended = new Promise((done) => child.once('exit', done))
  return {
    url,
    pid: child.pid!,
    seconds: (performance.now() - started) / 1000,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** A port that is free now: for a server that is reached by another's address and so does not say its own. */
export const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer().once('error', fail)
    probe.listen(0, () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })

function said(child: ChildProcess): Promise<string> {
  let text = ''
  return new Promise((ready, fail) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const url = /^ready (\S+)$/m.exec(text)?.[1]
      if (url) ready(url)
    })
    child.once('exit', (code) => fail(new Error(`it ended with ${code} before it was ready: ${text}`)))
  })
}
