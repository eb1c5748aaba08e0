/** An official publishes rules: how long everybody else waits meanwhile. The whole country pack, its search and its rules in memory. */
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue, createCatalogue } from '@dpg/catalogue'
import { systemClock } from '@dpg/kernel'
import { createLog, kernel, migrate, openDb, startEmbeddedPostgres } from '@dpg/kernel/server'
import { COUNTRY, inFolder } from '../country.ts'
import { load } from '../processes.ts'
import { report } from '../row.ts'
import { longestTurn } from './turns.ts'

const SERVICE = 'services/basic-pension/service.yaml'
/** On a quiet machine nobody waits longer than this. */
const MOST_MS = 50
const log = createLog('error')

await inFolder(async (root) => {
  const postgres = await startEmbeddedPostgres({ dataDir: join(root, 'data') })
  await migrate(postgres.url, [kernel.migrations, catalogue.migrations])
  const db = openDb({ url: postgres.url, log, poolSize: 4 })
  try {
    const door = createCatalogue({ db, clock: systemClock, log, baseUrl: () => 'https://bench.example' })
    await door.publishPack(
      globSync('**/*.{yaml,tsv,md}', { cwd: COUNTRY }).map((path) => ({ path, text: readFileSync(join(COUNTRY, path), 'utf8') })),
    )
    door.warm()
    void door.catalogue.current().rules
    let age = 64
    const publish = async (change: (text: string) => string) => {
      const [file] = await door.publishing.sources([SERVICE])
      const was = createHash('sha256').update(file!.text).digest('hex')
      await door.publishing.amend({ files: [{ path: SERVICE, text: change(file!.text), was }] })
      // What the next visitor asks for.
      door.catalogue.search({ q: '기초연금', limit: 10, offset: 0 }, 'ko')
      return door.catalogue.current().rules.services.length
    }
    const rule = (text: string) => text.replace(/test: person\.age >= 65.*$/m, `test: person.age >= 65 and person.age > ${age--}`)
    const title = (text: string) => text.replace(/^title: .*$/m, `title: { ko: 기초연금 ${age--}, en: Basic Pension }`)
    for (const [work, change] of [
      ['the first time', rule],
      ['once more', rule],
      ['with another title, which is searched', title],
    ] as const) {
      const { ms, cpuMs } = await longestTurn(() => publish(change))
      report({
        work: `rules published by a page, ${work}: longest turn of the event loop`,
        value: ms,
        unit: 'ms CPU',
        target: MOST_MS,
        seen: { cpuOfTheMainThreadMs: cpuMs, load: load() },
      })
    }
  } finally {
    await db.close()
    await postgres.stop()
  }
})
