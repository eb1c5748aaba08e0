/** A worker process: `node process.ts FOLDER` evaluates shards of the sweep in that folder until none is left. */
import { workOn } from './sweep.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('node process.ts FOLDER')
  process.exit(2)
}
workOn(folder)
