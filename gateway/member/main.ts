/** `npm run gateway -- <command>`: an organisation's gateway. */
import { COMMANDS } from './commands.ts'

const [name = 'help', ...words] = process.argv.slice(2)
const command = COMMANDS[name]
if (!command) {
  const lines = Object.values(COMMANDS).map(({ usage, says }) => `  npm run gateway -- ${usage}\n      ${says}`)
  console.log(lines.join('\n'))
  process.exit(['help', '--help', '-h'].includes(name) ? 0 : 2)
}
try {
  process.exit(await command.run(words))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
