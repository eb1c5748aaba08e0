/** A worker process: `node process.ts FOLDER [POPULATION]` evaluates shards of the sweep in that folder until none is left, a line each. */
import { openSweep } from './sweep.ts'
import { SweepError } from './task.ts'
import { workOn } from './work.ts'

const [folder, population] = process.argv.slice(2)
if (folder === undefined) {
  console.error('node process.ts FOLDER [POPULATION]')
  process.exit(2)
}
try {
  const { task, queue } = openSweep(folder)
  await workOn(task, queue, {
    population: population ?? task.population,
    onReady: () => console.log(`ready ${queue.owner}`),
    onShard: (shard, isCounted) => console.log(isCounted ? shard : `${shard} was reported by another`),
  })
} catch (error) {
  if (!(error instanceof SweepError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
