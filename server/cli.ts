/** `npm run dpg -- <command>`: what one does with the platform without a browser. */
import { COMMANDS } from './commands/index.ts'

// `| head` ends the reader early: nothing is wrong then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const [name = 'help', ...words] = process.argv.slice(2)
const command = COMMANDS[name]

if (!command) {
  const lines = Object.values(COMMANDS).map(({ usage, says }) => `  npm run dpg -- ${usage}\n      ${says}`)
  console.log(`${['help', '--help', '-h'].includes(name) ? '' : `unknown command: ${name}\n\n`}${lines.join('\n')}`)
  process.exit(['help', '--help', '-h'].includes(name) ? 0 : 2)
}

try {
  process.exitCode = await command.run(words)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
