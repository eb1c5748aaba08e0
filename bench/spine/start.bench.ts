/** How long until it serves, the first time and afterwards, and what memory it takes: the real `npm start` in a fresh copy of the project. */
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { inFolder } from '../country.ts'
import { freshClone } from '../fresh-clone.ts'
import { cpuSeconds, load, memoryOf, processTree } from '../processes.ts'
import { report } from '../row.ts'
import { run } from '../server.ts'
import { median } from '../statistics.ts'

const AGAIN = 3
const BARE = join(import.meta.dirname, 'bare.ts')
/** Long enough for what happens after "ready": the search index, the rules. */
const SETTLE_MS = 5_000
const PAGES = ['/', '/services?q=%EC%9B%94%EC%84%B8', '/services/SSE000000170', '/check', '/signin']

await inFolder(async (folder) => {
  await chmod(folder, 0o711)
  const clone = join(folder, 'dpg')
  await freshClone(clone)
  const main = join(clone, 'server/main.ts')
  const settings = { PORT: '0', DATA_DIR: join(folder, 'data') }
  const bareSettings = { DATA_DIR: join(folder, 'bare') }

  const bareFirst = await started(BARE, bareSettings)
  const first = await started(main, settings)
  const bare = median(await times(() => started(BARE, bareSettings).then(({ seconds }) => seconds)))
  const again: number[] = []
  for (let round = 1; round < AGAIN; round++) again.push((await started(main, settings)).seconds)
  const last = await run(main, settings)
  again.push(last.seconds)
  const cpu = cpuSeconds(last.pid).own
  const memory = await memoryInUse(last.url, last.pid)
  await last.stop()
  const bareNode = await run(BARE, {})
  const bareMemory = memoryOf(processTree(bareNode.pid))
  await bareNode.stop()

  const name = 'bare Node, Hono, Preact and the same PostgreSQL'
  report({
    work: 'ready after the first start of a fresh clone',
    value: first.seconds,
    unit: 's',
    target: 10,
    peer: { name, value: bareFirst.seconds },
    seen: { cpuOfServerS: first.cpu, load: load() },
  })
  report({
    work: `ready after a later start, median of ${AGAIN}`,
    value: median(again),
    unit: 's',
    target: 3,
    peer: { name, value: bare },
    seen: { cpuOfServerS: cpu, load: load() },
  })
  report({
    work: 'memory of all processes in use, PostgreSQL and the registers included (PSS)',
    value: memory.all,
    unit: 'MB',
    target: 700,
    peer: { name: 'a bare Node process with Hono and Preact', value: bareMemory },
    seen: { atStartMB: memory.atStart, processes: memory.processes },
  })
})

async function started(file: string, settings: Readonly<Record<string, string>>): Promise<{ seconds: number; cpu: number }> {
  const server = await run(file, settings)
  const cpu = cpuSeconds(server.pid).own
  await server.stop()
  return { seconds: server.seconds, cpu }
}

async function times(work: () => Promise<number>): Promise<number[]> {
  const seen: number[] = []
  for (let round = 0; round < AGAIN; round++) seen.push(await work())
  return seen
}

/** At rest, and after visits to pages and a screening. */
async function memoryInUse(url: string, pid: number): Promise<{ atStart: number; all: number; processes: number }> {
  await pause(SETTLE_MS)
  const atStart = memoryOf(processTree(pid))
  for (let round = 0; round < 20; round++) {
    for (const page of PAGES) await (await fetch(url + page)).text()
    const body = JSON.stringify({ facts: { 'person.birthDate': '1958-03-02' } })
    await (
      await fetch(`${url}/api/benefits/screen`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    ).text()
  }
  const pids = processTree(pid)
  return { atStart, all: memoryOf(pids), processes: pids.length }
}
