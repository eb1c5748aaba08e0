/** `receiver`: a made-up bank beside a running demonstration, so that sending one's data can be tried. */
import { once } from 'node:events'
import { loadPeople } from '@dpg/gateway/population'
import { startTrial } from '@dpg/mydata/trial'
import { readServerSettings } from '../settings.ts'
import { type Command, readWords, UsageError } from './command.ts'

const usage = 'receiver [--platform URL] [--name NAME] [--port PORT]'

export const receiverCommand: Command = {
  usage,
  says: 'Runs a made-up bank beside the running demonstration: registered, let in, and shown what people send to it from /my/data.',
  async run(words) {
    const settings = readServerSettings(process.env)
    const { bare, options } = readWords(words, ['platform', 'name', 'port'], { usage })
    const { platform = `http://localhost:${settings.PORT}`, name = '지어낸은행', port = '4100' } = options
    if (bare.length > 0 || !URL.canParse(platform)) throw new UsageError('--platform is where the demonstration runs', { usage })
    if (!/^\d{1,5}$/.test(port)) throw new UsageError('--port is a number', { usage })
    const { personas, officials } = loadPeople({ people: 0, seed: 1, pack: settings.DPG_COUNTRY })
    const registrant = personas[0]?.person.id
    const officer = officials.find(({ roles }) => roles.includes('privacy-officer'))?.id
    if (!registrant || !officer) throw new Error(`${settings.DPG_COUNTRY} has nobody who registers a bank or lets it in`)
    const site = await startTrial({ platform, name, port: Number(port), registrant, officer })
    console.log(`ready ${site.url}`)
    await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    await site.stop()
    return 0
  },
}
