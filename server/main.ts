/** `npm start`: one process, everything in it. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// What the last start compiled is read back, by the processes of the registers too: half the time of reading a thousand files.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'dpg'))
const [{ startPlatform }, { readServerSettings }] = await Promise.all([import('./platform.ts'), import('./settings.ts')])

const platform = await Promise.try(() => startPlatform(readServerSettings(process.env))).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
console.log(`ready ${platform.url}`)

let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(1)
    stopping = true
    platform.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
