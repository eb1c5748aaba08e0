/** For tests only: `node testing.ts works|dies URL SWEEP FOLDER LEASE_MS` is a worker; one that dies waits to be killed instead of reporting. */
import { openDb } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import { type ShardReport, workOn } from '@dpg/rules/population'
import { holding } from '@dpg/rules/population/sweep/testing'
import { workOnSweep } from './index.ts'
import { postgresQueue } from './queue.ts'
import { taskOf } from './store.ts'

const [kind, url, sweep, population, lease] = process.argv.slice(2) as [string, string, string, string, string]
const owner = crypto.randomUUID()
const db = openDb({ url, log: silentLog, poolSize: 2 })
const options = { population, owner, leaseMs: Number(lease), onReady: () => console.log(`ready ${owner}`) }
if (kind === 'works') await workOnSweep(db, sweep, options)
else await workOn(JSON.parse((await taskOf(db, sweep))!), holding(postgresQueue<ShardReport>(db, sweep, options)), options)
await db.close()
