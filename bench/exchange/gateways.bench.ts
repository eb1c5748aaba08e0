/** One fact through two gateways (signed both ways, sealed, the right checked, durable in both journals), and through two proxies. */
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { CLIENT, PORTAL, REGISTRY, SERVICE, writeWorld } from '@dpg/gateway/member/testing'
import { inFolder } from '../country.ts'
import { cpuSeconds, load } from '../processes.ts'
import { report } from '../row.ts'
import { run, type Running } from '../server.ts'
import { type Asked, asking } from './asking.ts'

const SECONDS = 6
const ROUNDS = 3
const CONNECTIONS = 32
/** Questions until both are as warm as what runs for days: as many to each, since the quicker one would be warmer after as long. */
const WARMING = 10_000
/** And one after another. */
const SETTLING = 500
const file = (name: string) => join(import.meta.dirname, name)
const headers = { 'x-road-client': CLIENT }
const peer = 'two plain proxies'

interface Path {
  readonly url: string
  readonly hops: readonly Running[]
}
interface Seen extends Asked {
  readonly cpu: number
}

await inFolder(async (folder) => {
  const system = await run(file('system.ts'), {})
  const last = await run(file('proxy.ts'), { NEXT: system.url })
  const first = await run(file('proxy.ts'), { NEXT: last.url })
  const ports = await freePorts()
  const configs = await writeWorld(folder, system.url, ports)
  const started = await Promise.all(
    [configs.registry, configs.portal].map(async (config, at) => {
      const path = join(folder, `${at}.yaml`)
      await writeFile(path, JSON.stringify(config))
      return run(file('gateway.ts'), { CONFIG: path })
    }),
  )
  const plain: Path = { url: `${first.url}/1`, hops: [first, last] }
  const ours: Path = { url: `${started[1]!.url}/r1/${SERVICE}/1`, hops: started }
  try {
    const many = await compare(plain, ours, CONNECTIONS)
    const seen = { connections: CONNECTIONS, rounds: ROUNDS, load: load(), from: PORTAL, to: REGISTRY }
    const ratio = many.ours.perSecond / many.plain.perSecond
    const name = peer
    report({
      work: 'one fact through two gateways: throughput beside a raw two-hop proxy',
      value: ratio * 100,
      unit: '% of it',
      target: 30,
      bound: 'least',
      peer: { name, value: 100 },
      seen: { ...seen, oursPerSecond: many.ours.perSecond, plainPerSecond: many.plain.perSecond },
    })
    report({
      work: 'CPU of both gateways for each',
      value: many.ours.cpu / many.plain.cpu,
      unit: 'times',
      target: 3,
      peer: { name, value: 1 },
      seen: { ...seen, oursMicroseconds: many.ours.cpu * 1e6, plainMicroseconds: many.plain.cpu * 1e6 },
    })
    const single = await compare(plain, ours, 1)
    const more = (share: number) => at(single.ours, share) - at(single.plain, share)
    const latency = { connections: 1, load: load() }
    report({
      work: 'what two gateways add to one question after another, median',
      value: more(0.5),
      unit: 'ms',
      target: 1.5,
      peer: { name, value: at(single.plain, 0.5) },
      seen: { ...latency, oursMs: at(single.ours, 0.5) },
    })
    report({
      work: 'the same, 99th percentile',
      value: more(0.99),
      unit: 'ms',
      target: 5,
      peer: { name, value: at(single.plain, 0.99) },
      seen: { ...latency, oursMs: at(single.ours, 0.99) },
    })
  } finally {
    await Promise.all([system, first, last, ...started].map((one) => one.stop()))
  }
})

function at({ latencies }: Asked, share: number): number {
  return latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!
}

/** In turns, so that both meet the same machine; of each the round with the least CPU. */
async function compare(plain: Path, ours: Path, connections: number): Promise<{ plain: Seen; ours: Seen }> {
  const rounds = { plain: [] as Seen[], ours: [] as Seen[] }
  for (const path of [plain, ours]) {
    let left = connections > 1 ? WARMING : SETTLING
    while (left > 0) left -= (await asking(path.url, headers, connections, 1)).latencies.length
  }
  for (let round = 0; round < ROUNDS; round++) {
    rounds.plain.push(await measure(plain, connections))
    rounds.ours.push(await measure(ours, connections))
  }
  const best = (all: readonly Seen[]) => all.reduce((a, b) => (b.cpu < a.cpu ? b : a))
  return { plain: best(rounds.plain), ours: best(rounds.ours) }
}

async function measure({ url, hops }: Path, connections: number): Promise<Seen> {
  const used = () => hops.reduce((sum, { pid }) => sum + cpuSeconds(pid).own, 0)
  const before = used()
  const asked = await asking(url, headers, connections, SECONDS)
  return { ...asked, cpu: (used() - before) / asked.latencies.length }
}

async function freePorts(): Promise<{ portal: number; registry: number }> {
  const one = () =>
    new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address() as { port: number }
        server.close(() => resolve(port))
      })
    })
  return { portal: await one(), registry: await one() }
}
