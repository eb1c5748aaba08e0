/** For tests: what every queue of shards promises, and a population that workers can die over. */
export { queuePromises } from './queue.ts'
export { ASKED, hear, makePeople, SHARDS, survives, type Workplace } from './workers.ts'
export { holding } from './holding.ts'
