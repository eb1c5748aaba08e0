/** `witness`: signs from outside that a log keeps its past. Runs on any machine, with a key and a memory of its own. */
import { once } from 'node:events'
import { startWitness } from '@dpg/access/witness'
import { type Command, readWords, UsageError } from './command.ts'

const usage = 'witness --name NAME --folder FOLDER --log NAME+HASH+KEY[,…] [--port PORT]'

export const witnessCommand: Command = {
  usage,
  says: 'Runs a witness (C2SP tlog-witness) of the logs with these keys; it signs only a tree that continues the one it signed before.',
  async run(words) {
    const { bare, options } = readWords(words, ['name', 'folder', 'log', 'port'], { usage })
    const { name, folder, log, port = '4990' } = options
    if (bare.length > 0 || !name || !folder || !log) throw new UsageError('--name, --folder and --log are needed', { usage })
    if (!/^\d{1,5}$/.test(port)) throw new UsageError('--port is a number', { usage })
    const witness = await startWitness({ name, folder, port: Number(port), logs: log.split(',') })
    console.log(`key ${witness.key}`)
    console.log(`ready ${witness.url}`)
    await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    await witness.stop()
    return 0
  },
}
