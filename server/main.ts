/** `npm start`: one process, everything in it. */
import { startPlatform } from './platform.ts'
import { readServerSettings } from './settings.ts'

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
