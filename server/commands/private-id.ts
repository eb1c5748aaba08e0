/** `private-id <issuer> <client id>`: lets an OpenID Provider outside in as a way to sign in; its secret comes by standard input. */
import { text } from 'node:stream/consumers'
import { type Command, readWords, UsageError } from './command.ts'
import { withIdentity } from './with-identity.ts'

const usage = 'private-id <issuer> <client id> --name NAME [--en NAME] [--assurance low|substantial] < secret'

export const privateIdCommand: Command = {
  usage,
  says: 'Lets people sign in by an OpenID Provider outside; sites that need more than its level stay closed to it.',
  async run(words) {
    const { bare, options } = readWords(words, ['name', 'en', 'assurance'], { usage })
    const [issuer, clientId, ...rest] = bare
    const { name, en = name, assurance = 'low' } = options
    if (!issuer || !URL.canParse(issuer) || !clientId || !name || !en || rest.length > 0)
      throw new UsageError('give issuer, client id and name', { usage })
    if (assurance !== 'low' && assurance !== 'substantial') throw new UsageError('a private ID is low or substantial', { usage })
    const secret = (await text(process.stdin)).trim()
    if (secret === '') throw new UsageError('give the secret by standard input', { usage })
    return withIdentity(async ({ privateIds }) => {
      console.log(await privateIds.add({ issuer, clientId, secret, name: { ko: name, en }, assurance }))
      return 0
    })
  },
}
