/** `node dying-process.ts FOLDER`: a worker on the sweep in a folder that waits to be killed instead of reporting its first shard. */
import { openSweep } from '../sweep.ts'
import { workOn } from '../work.ts'
import { holding } from './holding.ts'

const { task, queue } = openSweep(process.argv[2]!)
await workOn(task, holding(queue), { population: task.population, onReady: () => console.log(`ready ${queue.owner}`) })
