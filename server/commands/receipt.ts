/** `verify-receipt <file>`: checks a receipt of the access log on this machine alone; no server is asked. */
import { readFile } from 'node:fs/promises'
import { checkSignature } from '@dpg/access/check-signature'
import { parseKey, parseReceipt, parseWitnessKey, verifyReceipt } from '@dpg/ledger/verify'
import { type Command, readWords, UsageError } from './command.ts'

const usage = 'verify-receipt <file> [--key NAME+HASH+KEY] [--witness NAME+HASH+KEY,…]'

export const verifyReceiptCommand: Command = {
  usage,
  says: 'Checks offline that a receipt of the access log is genuine, and prints what was logged. --key: the log’s key as you know it from elsewhere.',
  async run(words) {
    const { bare, options } = readWords(words, ['key', 'witness'], { usage })
    const [path, ...rest] = bare
    if (!path || rest.length > 0) throw new UsageError('name the file', { usage })
    const text = await readFile(path, 'utf8')
    const key = options['key'] ?? parseReceipt(text).opening.key
    const witnesses = await Promise.all((options['witness'] ?? '').split(',').filter(Boolean).map(parseWitnessKey))
    const verified = await verifyReceipt(text, { log: await parseKey(key), witnesses, check: checkSignature })
    if (!verified) {
      console.log('NOT GENUINE: the receipt was changed, or this key has not signed it.')
      return 1
    }
    const { entry, index, checkpoint, witnessed } = verified
    console.log(JSON.stringify(entry, null, 2))
    console.log(`genuine: leaf ${index} of the ${checkpoint.size} of ${checkpoint.origin}`)
    for (const { name, time } of witnessed) console.log(`witnessed by ${name} at ${new Date(time * 1000).toISOString()}`)
    for (const { name } of witnesses) if (!witnessed.some((one) => one.name === name)) console.log(`NOT witnessed by ${name}`)
    if (!options['key']) console.log(`checked with the key in the receipt itself; compare it with the published one: ${key}`)
    return witnessed.length === witnesses.length ? 0 : 1
  },
}
