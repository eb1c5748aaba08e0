/** `register <id> <mode>` and `happen`: what goes wrong with a simulated register, and what happens in a life, for demonstrations. */
import { happen, isMode, type LifeEvent, MODES, modes, readControl, switchRegister } from '@dpg/gateway'
import { readServerSettings } from '../settings.ts'
import { type Command, UsageError } from './command.ts'

const usage = `register [<id> <${MODES.join('|')}>]`

export const register: Command = {
  usage,
  says: 'Switches a simulated register of the running platform; alone it lists them.',
  async run([id, mode, ...rest]) {
    const control = await readControl(readServerSettings(process.env).DATA_DIR)
    if (id !== undefined) {
      if (mode === undefined || !isMode(mode) || rest.length > 0) throw new UsageError(`modes are ${MODES.join(', ')}`, { usage })
      await switchRegister(control, id, mode)
    }
    console.log(JSON.stringify(await modes(control), null, 2))
    return 0
  },
}

const happenUsage = `happen '<event as JSON>'`

export const happenCommand: Command = {
  usage: happenUsage,
  says: 'Lets something happen in the life of a synthetic person: a birth, a job lost, another income. See gateway/README.md.',
  async run([json, ...rest]) {
    if (json === undefined || rest.length > 0) throw new UsageError('one event as JSON', { usage: happenUsage })
    const control = await readControl(readServerSettings(process.env).DATA_DIR)
    console.log(JSON.stringify({ events: await happen(control, JSON.parse(json) as LifeEvent) }))
    return 0
  },
}
