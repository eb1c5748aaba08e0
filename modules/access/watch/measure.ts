/** `node modules/access/watch/measure.ts [--fit]`: precision and recall on a labelled set that the weights were not fitted to. */
import { writeFileSync } from 'node:fs'
import { fit, measure } from './fit.ts'
import { labelledLooks } from './labelled.ts'
import { CURRENT, type Weights } from './score.ts'

const TRAINING = { seed: 1, looks: 60_000 }
export const TEST = { seed: 20_261, looks: 60_000 }

if (import.meta.main) {
  let weights: Weights = CURRENT
  if (process.argv.includes('--fit')) {
    weights = { ...CURRENT, ...fit(labelledLooks(TRAINING)) }
    writeFileSync(new URL('weights.json', import.meta.url), `${JSON.stringify(weights, null, 2)}\n`)
  }
  console.log(JSON.stringify(measure(labelledLooks(TEST), weights), null, 2))
}
