/** Asks an address again and again over kept connections, each as soon as it has its answer. */
import { Agent, request } from 'node:http'

export interface Asked {
  readonly perSecond: number
  /** Milliseconds, sorted. */
  readonly latencies: readonly number[]
}

export async function asking(url: string, headers: Record<string, string>, connections: number, seconds: number): Promise<Asked> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latencies: number[] = []
  const started = performance.now()
  const ends = started + seconds * 1000
  const one = async () => {
    while (performance.now() < ends) {
      const before = performance.now()
      await once(agent, url, headers)
      latencies.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: connections }, one))
  agent.destroy()
  return { perSecond: latencies.length / ((performance.now() - started) / 1000), latencies: latencies.sort((a, b) => a - b) }
}

const once = (agent: Agent, url: string, headers: Record<string, string>): Promise<void> =>
  new Promise((done, fail) => {
    const asked = request(url, { agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => (answer.statusCode === 200 ? done() : fail(new Error(`${url} answered ${answer.statusCode}`))))
    })
    asked.on('error', fail)
    asked.end()
  })
