/** A process that writes entries, answers, and appends to the tree, until it is killed. Says what it answered, a line each. */
import { createPrivateKey } from 'node:crypto'
import { createAccess } from '@dpg/access'
import { systemClock, type PersonId } from '@dpg/kernel'
import { createSealing, newId, openDb } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'

const [url = '', key = '', tag = ''] = process.argv.slice(2)
const db = openDb({ url, log: silentLog, poolSize: 4 })
const logKey = { name: 'faults.example/access', privateKey: createPrivateKey(key) }
const { access, sequencer } = createAccess({
  db,
  clock: systemClock,
  newId,
  log: silentLog,
  sealing: createSealing(Buffer.alloc(32, 3)),
  logKey,
})
sequencer.start()
const subject = (n: number) => `per_${n % 5}` as PersonId
const worker = async (own: number) => {
  for (let n = 0; ; n++) {
    const entry = await db.transaction((tx) =>
      access.record(tx, {
        subject: subject(own),
        actor: { kind: 'system', name: '관악구청', agency: '3200000' },
        use: 'fetch',
        facts: ['person.birthDate'],
        purpose: { ko: `${tag}-${own}-${n}` },
        law: '기초연금법 제11조',
        register: 'resident-register',
        service: null,
        case: null,
      }),
    )
    // The answer leaves: from here on the entry must be there, whatever happens.
    process.stdout.write(`${subject(own)} ${entry}\n`)
    if (n % 3 === own % 3) await access.sequence()
  }
}
await db.query('select 1')
process.stdout.write('ready\n')
await Promise.all([0, 1, 2, 3].map(worker))
