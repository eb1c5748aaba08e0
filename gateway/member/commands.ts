/** What an agency does with its gateway at a terminal. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { formatKey } from '@dpg/ledger'
import { parse, stringify } from 'yaml'
import { readConfig } from './config.ts'
import { journalFolder, keysFolder, startMember } from './gateway.ts'
import { makeKeys, noteSigner } from './keys.ts'
import { parseMembers, signMembers } from './members.ts'
import { isMember } from './names.ts'
import { readTrusted } from './stamps.ts'
import { stopSignal } from './stop-signal.ts'
import { startTrial } from './trial.ts'
import { verifyJournal } from './verify.ts'

export interface Command {
  readonly usage: string
  readonly says: string
  /** Resolves with the exit status. */
  run(words: readonly string[]): Promise<number>
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)

function needed(word: string | undefined, what: string): string {
  if (!word) throw new Error(`${what} is missing`)
  return word
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  try: {
    usage: 'try',
    says: 'two agencies on this machine, their gateways and one system: ask something and see both journals',
    run: () => startTrial(print),
  },
  init: {
    usage: 'init <folder> <instance/class/member>',
    says: 'writes gateway.yaml and makes the first keys; prints what to hand in for the list of members',
    async run([folder, member]) {
      const name = needed(member, 'the name of the member')
      if (!isMember(name)) throw new Error(`${name} is not instance/class/member, such as KR/GOV/1741000`)
      const at = resolve(needed(folder, 'the folder'))
      await mkdir(at, { recursive: true })
      const config = {
        member: name,
        members: { from: 'members.note', anchor: 'name+hash+key of whoever signs the list' },
        inside: { port: 7401 },
        outside: { host: '0.0.0.0', port: 7402 },
        clients: { portal: {} },
        services: { 'registry/people': { url: 'http://127.0.0.1:8080' } },
      }
      await writeFile(join(at, 'gateway.yaml'), stringify(config), { flag: 'wx' })
      print(stringify({ id: name, gateway: 'https://…:7402', keys: await makeKeys(join(at, 'data', 'keys')) }))
      return 0
    },
  },
  keys: {
    usage: 'keys <gateway.yaml>',
    says: 'makes new keys; a running gateway signs with them as soon as the list of members has them',
    async run([file]) {
      print(stringify(await makeKeys(keysFolder(await readConfig(needed(file, 'the file'))))))
      return 0
    },
  },
  start: {
    usage: 'start <gateway.yaml>',
    says: 'runs the gateway until it is stopped',
    async run([file]) {
      const log = (event: string, fields: object) =>
        process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`)
      const running = await startMember(await readConfig(needed(file, 'the file')), { log })
      print(`outside ${running.outside}`)
      print(`journal ${running.journalKey}`)
      print(`ready ${running.inside}`)
      await stopSignal()
      await running.stop()
      return 0
    },
  },
  verify: {
    usage: 'verify <gateway.yaml> <name+hash+key of the journal>',
    says: 'recomputes the journal from its entries, compares it with the signed checkpoint, and looks at every time-stamp',
    async run([file, key]) {
      const config = await readConfig(needed(file, 'the file'))
      const trusted = config.timestamps ? await readTrusted(config.timestamps.trust) : []
      const check = await verifyJournal(journalFolder(config), needed(key, 'the key'), trusted)
      const { isGood, entries, size, why, stamps, stamped, trouble } = check
      print(`${isGood ? 'good' : `NOT GOOD: ${why}`}: ${size} entries under the checkpoint, ${entries} in the files`)
      if (stamped)
        print(
          `${stamps} time-stamps; the last is of ${stamped.size} entries, on ${new Date(stamped.at).toISOString()}, by ${stamped.by}`,
        )
      if (trouble) print(`the next time-stamp: ${trouble}`)
      return isGood ? 0 : 1
    },
  },
  list: {
    usage: 'list <members.yaml> <anchor.pem> <name of the anchor> <out>',
    says: 'checks a list of members and signs it; makes the key of the anchor if there is none',
    async run([file, pem, name, out]) {
      const anchor = await noteSigner(needed(pem, 'the key of the anchor'), needed(name, 'the name of the anchor'))
      const members = parseMembers(parse(await readFile(needed(file, 'the list'), 'utf8')))
      await writeFile(needed(out, 'where to write it'), await signMembers(members, anchor.key, anchor.signer))
      print(await formatKey(anchor.key))
      return 0
    },
  },
}
