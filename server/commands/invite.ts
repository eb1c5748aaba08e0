/** `invite <account>`: a one-time code with which an account signs in to add its first passkey. */
import { type Command, readWords, UsageError } from './command.ts'
import { withIdentity } from './with-identity.ts'

const usage = 'invite <per_… or off_…> [--name NAME]'

export const inviteCommand: Command = {
  usage,
  says: 'Prints a one-time code for an account, valid for a day. With --name a resident who is not known yet is enrolled first.',
  async run(words) {
    const { bare, options } = readWords(words, ['name'], { usage })
    const [account, ...rest] = bare
    if (!account || rest.length > 0) throw new UsageError('name the account', { usage })
    return withIdentity(async (identity, db) => {
      if (options['name']) {
        const residents = [{ id: account as never, name: options['name'] }]
        await db.transaction((tx) => identity.enrol(tx, { residents, officials: [], personas: [] }))
      }
      console.log(await identity.invite(account))
      return 0
    })
  },
}
