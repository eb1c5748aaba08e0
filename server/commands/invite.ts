/** `invite <account>`: a one-time code with which an account signs in to add its first passkey. */
import { createIdentity, identity } from '@dpg/identity'
import { systemClock } from '@dpg/kernel'
import { createLog, createPairwise, createSealing, kernel, migrate, newId, openDb } from '@dpg/kernel/server'
import { openDatabase } from '../database.ts'
import { masterKey, secretFor } from '../keys.ts'
import { readServerSettings } from '../settings.ts'
import { type Command, readWords, UsageError } from './command.ts'

const usage = 'invite <per_… or off_…> [--name NAME]'

export const inviteCommand: Command = {
  usage,
  says: 'Prints a one-time code for an account, valid for a day. With --name a resident who is not known yet is enrolled first.',
  async run(words) {
    const { bare, options } = readWords(words, ['name'], { usage })
    const [account, ...rest] = bare
    if (!account || rest.length > 0) throw new UsageError('name the account', { usage })
    const settings = readServerSettings(process.env)
    const database = await openDatabase(settings)
    try {
      await migrate(database.url, [kernel.migrations, identity.migrations])
      const log = createLog(settings.DPG_LOG)
      const db = openDb({ url: database.url, log, poolSize: 2 })
      const master = await masterKey(settings)
      const { identity: made } = createIdentity({
        db,
        clock: systemClock,
        newId,
        sealing: createSealing(master),
        pairwise: createPairwise(master),
        officialOf: async () => undefined,
        isDemo: false,
        baseUrl: () => '',
        log,
        family: async () => ({ relation: null, children: [] }),
        claims: { vocabulary: () => new Map(), read: async () => ({}) },
        secret: (use) => secretFor(master, `identity.${use}`),
      })
      if (options['name']) {
        const residents = [{ id: account as never, name: options['name'] }]
        await db.transaction((tx) => made.enrol(tx, { residents, officials: [], personas: [] }))
      }
      console.log(await made.invite(account))
      await db.close()
      return 0
    } finally {
      await database.close()
    }
  },
}
