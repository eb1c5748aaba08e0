/** A process that helps with a run: `node sharing-process.ts URL PEOPLE ENGINE RUN [dies]`. Tells when it can count, begins when it is told to. */
import { once } from 'node:events'
import { createLog, openDb } from '@dpg/kernel/server'
import { createPopulation, type PopulationRun } from '../people/population.ts'
import { readInfo } from '../people/format.ts'
import { help } from '../share.ts'

const [url, folder, engine, run, dies] = process.argv.slice(2) as [string, string, string, string, string?]
const log = createLog('error')
const db = openDb({ url, log, poolSize: 2, jobs: { enqueue: async () => {} } })
const info = readInfo(folder)!
const own = createPopulation({ ...info, folder, engine, make: undefined })
const population: PopulationRun = {
  ...own,
  count: (question, onWriting, work) =>
    own.count(question, onWriting, async (counter) => {
      console.log('ready')
      await once(process.stdin, 'data')
      const part = async (shard: number) => {
        console.log(`${shard}`)
        // In the middle of its first shard.
        if (dies === 'dies') process.kill(process.pid, 'SIGKILL')
        return counter.part(shard)
      }
      return work({ ...counter, part })
    }),
}
await help({ db, log, population }, run)
await db.close()
process.exit(0)
