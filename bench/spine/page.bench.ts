/** A service page: CPU of the server for each request, and what a first visit brings over the wire. */
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { inFolder, ROOT } from '../country.ts'
import { cpuSeconds, load } from '../processes.ts'
import { report } from '../row.ts'
import { run, type Running } from '../server.ts'

/** Worked out from the statute, the longest page; and an entry of the catalogue. */
const WORKED = '/services/SSE000000170'
const REQUESTS = 3_000
const WARM = 500
const BARE = join(import.meta.dirname, 'bare.ts')

const packed = (text: string): number => gzipSync(text, { level: 6 }).byteLength

await inFolder(async (folder) => {
  await chmod(folder, 0o711)
  const platform = await run(join(ROOT, 'server/main.ts'), { PORT: '0', DATA_DIR: folder, DPG_PEOPLE: '100' })
  const page = join(folder, 'page.html')
  await writeFile(page, await (await fetch(platform.url + WORKED)).text())
  const bare = await run(BARE, { PAGE: page })
  try {
    const all = await cpuOfPage(platform, WORKED)
    const sent = await cpuOfPage(bare, '/same')
    const plain = await cpuOfPage(bare, '/')
    const seen = { requests: REQUESTS, load: load() }
    const name = 'a list of 150 lines by bare Hono and Preact'
    report({
      work: 'making a service page: a request less what it costs to compress and send the same bytes',
      value: all - sent,
      unit: 'ms CPU',
      target: 1,
      seen: { ...seen, sendingMs: sent },
    })
    report({ work: 'a whole request for it', value: all, unit: 'ms CPU', peer: { name, value: plain }, seen })
    const { total, parts } = await firstVisit(platform.url, WORKED)
    report({ work: 'first visit of it, compressed, without fonts', value: total / 1024, unit: 'KB', target: 60, seen: parts })
  } finally {
    await platform.stop()
    await bare.stop()
  }
})

/** All CPU of the server's process while it answers one request after another, by how many there were. */
async function cpuOfPage({ url, pid }: Running, path: string): Promise<number> {
  const visit = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const answer = await fetch(url + path, { headers: { 'accept-encoding': 'gzip' } })
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
      await answer.arrayBuffer()
    }
  }
  await visit(WARM)
  const before = cpuSeconds(pid).own
  await visit(REQUESTS)
  return ((cpuSeconds(pid).own - before) / REQUESTS) * 1000
}

/** The page and all it names, but fonts: as many bytes as gzip leaves. */
async function firstVisit(url: string, path: string): Promise<{ total: number; parts: Record<string, number> }> {
  const html = await (await fetch(url + path)).text()
  const names = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)]
    .map(([, name]) => name!)
    .filter((name) => !name.endsWith('.woff2'))
  const parts: Record<string, number> = { page: packed(html) }
  for (const name of new Set(names)) parts[name.replace('/assets/', '')] = packed(await (await fetch(url + name)).text())
  return { total: Object.values(parts).reduce((sum, one) => sum + one, 0), parts }
}
