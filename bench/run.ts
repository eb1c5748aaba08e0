/** `npm run bench -- <name>`: measures what is in bench/<name>/, one process a file, one JSON line a figure. Without a name: the names. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'

const HERE = import.meta.dirname
const names = globSync('*/*.bench.ts', { cwd: HERE }).map((path) => path.split(/[\\/]/)[0]!)
const [name, ...only] = process.argv.slice(2)

if (name === undefined) {
  for (const one of new Set(names)) console.log(one)
  process.exit(0)
}
if (!existsSync(join(HERE, name)) || !names.includes(name)) {
  console.error(`no benchmark ${name}; there is ${[...new Set(names)].join(', ')}`)
  process.exit(2)
}
const files = globSync(`${name}/*.bench.ts`, { cwd: HERE })
  .filter((file) => only.length === 0 || only.some((word) => file.includes(word)))
  .sort()
const failed = files.filter((file) => spawnSync(process.execPath, [join(HERE, file)], { stdio: 'inherit' }).status !== 0)
for (const file of failed) console.error(`not measured: ${file}`)
process.exit(failed.length > 0 ? 1 : 0)
