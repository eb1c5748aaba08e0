/** `private-id <issuer> <client id>`: proposes an OpenID Provider outside as a way to sign in; its secret comes by standard input. */
import { admissionRefused, OPERATOR } from '@dpg/admissions/contract'
import { Problem } from '@dpg/kernel'
import { text } from 'node:stream/consumers'
import { type Command, readWords, UsageError } from './command.ts'
import { withAdmissions } from './with-admissions.ts'

const usage = 'private-id <issuer> <client id> --name NAME [--en NAME] [--assurance low|substantial] [--why TEXT] < secret'

export const privateIdCommand: Command = {
  usage,
  says: 'Proposes an OpenID Provider outside as a way to sign in; an official lets it in at /admissions. Sites that need more than its level stay closed to it.',
  async run(words) {
    const { bare, options } = readWords(words, ['name', 'en', 'assurance', 'why'], { usage })
    const [issuer, clientId, ...rest] = bare
    const { name, en = name, assurance = 'low', why = usage.split(' ')[0]! } = options
    if (!issuer || !URL.canParse(issuer) || !clientId || !name || !en || rest.length > 0)
      throw new UsageError('give issuer, client id and name', { usage })
    if (assurance !== 'low' && assurance !== 'substantial') throw new UsageError('a private ID is low or substantial', { usage })
    const secret = (await text(process.stdin)).trim()
    if (secret === '') throw new UsageError('give the secret by standard input', { usage })
    return withAdmissions(async (admissions) => {
      const content = { issuer, clientId, secret, nameKo: name, nameEn: en, assurance }
      try {
        const { id } = await admissions.propose(OPERATOR, 'private-id', content, why)
        console.log(`${id} waits for an official at /admissions`)
        return 0
      } catch (error) {
        if (!(error instanceof Problem) || error.type !== admissionRefused.type) throw error
        console.error(`${String(error.values['field'])}: ${String(error.values['what'])}`)
        return 1
      }
    })
  },
}
