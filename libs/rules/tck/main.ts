/** `npm run tck -w libs/rules [-- folder] [-- --by-folder]`: the score as one line of JSON; with --by-folder what failed, before it. */
import { resolve } from 'node:path'
import { type Files, findTck, readTck } from './archive.ts'
import { runTck } from './run.ts'

const args = process.argv.slice(2)
const argument = args.find((one) => !one.startsWith('-'))
const given = argument || process.env['DMN_TCK']
// npm runs scripts in the package's folder; paths are meant from where it was called.
const place = findTck(given && resolve(process.env['INIT_CWD'] ?? '.', given))
const files = read()

if (files !== undefined) {
  const { score, failures, stopped } = runTck(files)
  if (args.includes('--by-folder')) {
    for (const [folder, all] of Map.groupBy(failures, (one) => one.folder)) {
      console.log(`${folder}: ${all.length}`)
      for (const one of all) console.log(`  ${one.case}: ${one.what}`)
    }
    console.log(`passed because the evaluation was stopped: ${stopped.length === 0 ? 'none' : stopped.join(', ')}`)
  }
  console.log(JSON.stringify(score))
}

function read(): Files | undefined {
  try {
    if (place !== undefined) return readTck(place)
    refuse('There is no TCK here')
  } catch (error) {
    refuse(`The TCK cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  return undefined
}

function refuse(why: string): void {
  console.error(`${why}. Give its folder (TestCases of github.com/dmn-tck/tck) or a tar.gz of it as argument or as DMN_TCK.`)
  process.exitCode = 2
}
