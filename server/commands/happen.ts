/** `happen`: lets something happen in the life of a synthetic person, so that what follows can be seen. */
import { happen as letHappen, type LifeEvent, readControl } from '@dpg/gateway'
import { type PersonId, parseId, systemClock } from '@dpg/kernel'
import { readServerSettings } from '../settings.ts'
import { type Command, readWords, UsageError } from './command.ts'

const usage = 'happen birth|job-lost|income-changed <per_…> [--name NAME] [--sex female|male] [--monthly WON] [--on DAY]'

export const happen: Command = {
  usage,
  says: 'Lets a child be born, a job be lost or an income change in the registers of the running demonstration.',
  async run([kind = '', ...words]) {
    const { bare, options } = readWords(words, ['on', 'name', 'sex', 'monthly'], { usage })
    const event = eventOf(kind, parseId<PersonId>('per', bare[0] ?? ''), options)
    const control = await readControl(readServerSettings(process.env).DATA_DIR)
    for (const id of await letHappen(control, event)) console.log(id)
    return 0
  },
}

function eventOf(kind: string, person: PersonId, options: Readonly<Record<string, string>>): LifeEvent {
  const on = options['on'] ?? systemClock.today().toString()
  if (kind === 'birth') {
    if (!options['name']) throw new UsageError('--name is what the child is called', { usage })
    return { kind, person, on, name: options['name'], sex: options['sex'] === 'male' ? 'male' : 'female' }
  }
  if (kind === 'job-lost') return { kind, person, on, reason: 'dismissed' }
  const monthly = Number(options['monthly'])
  if (kind === 'income-changed' && Number.isInteger(monthly)) return { kind, person, monthly }
  throw new UsageError(kind === 'income-changed' ? '--monthly is a whole number of won' : `nothing called ${kind} can happen`, {
    usage,
  })
}
