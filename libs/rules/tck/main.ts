/** `npm run tck -w libs/rules [-- folder] [-- --by-folder]`: the score as one line of JSON; with --by-folder what failed, before it. */
import { findTck, readTck } from './archive.ts'
import { runTck } from './run.ts'

const args = process.argv.slice(2)
const place = findTck(
  args.find((one) => !one.startsWith('-')),
  process.env['DMN_TCK'],
)

if (place === undefined) {
  console.error(
    'There is no TCK here. Give its folder (TestCases of github.com/dmn-tck/tck) or a tar.gz of it as argument or as DMN_TCK.',
  )
  process.exitCode = 2
} else {
  const { score, failures } = runTck(readTck(place))
  if (args.includes('--by-folder')) {
    const folders = Map.groupBy(failures, (one) => one.folder)
    for (const [folder, all] of folders) {
      console.log(`${folder}: ${all.length}`)
      for (const one of all) console.log(`  ${one.case}: ${one.what}`)
    }
  }
  console.log(JSON.stringify(score))
}
