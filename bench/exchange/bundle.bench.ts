/** Facts of five registers at once through the exchange: policy, signatures, receipts and the access log durable, beside the slowest register alone. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createExchange, exchange as info } from '@dpg/exchange'
import type { FactQuestion } from '@dpg/exchange/contract'
import { createTexts, type PersonId, systemClock } from '@dpg/kernel'
import { createLog, createSealing, newId } from '@dpg/kernel/server'
import { type Platform, readServerSettings, startPlatform } from '@dpg/server'
import { inFolder } from '../country.ts'
import { load } from '../processes.ts'
import { report } from '../row.ts'
import { run } from '../server.ts'
import { median, quantile } from '../statistics.ts'

const DELAYS = { 'resident-register': 10, 'national-tax': 20, 'health-insurance': 30, property: 40, 'family-register': 15 }
const SLOWEST = 'property'
const ROUNDS = 120
/** Seconds until both are as warm as what runs for days; everybody is known by then. */
const WARMING = 6
const PEOPLE = 20

await inFolder(async (folder) => {
  await chmod(folder, 0o711)
  const keys = { ours: generateKeyPairSync('ed25519'), theirs: generateKeyPairSync('ed25519') }
  const pem = String(keys.theirs.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const registers = await run(join(import.meta.dirname, 'registers.ts'), { DELAYS: JSON.stringify(DELAYS), KEY: pem })
  const master = randomBytes(32)
  const platform = await startPlatform(
    readServerSettings({
      ...{ PORT: '0', DATA_DIR: folder, DPG_PEOPLE: '100', DPG_LOG: 'error' },
      DPG_MASTER_KEY: master.toString('base64'),
    }),
  )
  const from = { url: registers.url, gatewayKey: keys.theirs.publicKey, registerKey: keys.theirs.publicKey }
  const { exchange, listener } = createExchange({
    ...platform,
    clock: systemClock,
    newId,
    log: createLog('error'),
    sealing: createSealing(master),
    texts: createTexts([info.messages]),
    gateways: { signer: { keyid: 'exchange', key: keys.ours.privateKey }, before: () => from },
  })
  const bundle = bundleOf(platform)
  const people = Array.from({ length: PEOPLE }, () => newId<PersonId>('per'))
  try {
    // What a platform does for itself after it has started is over by then.
    await pause(2_000)
    const times = { bundle: [] as number[], slowest: [] as number[] }
    for (const ends = performance.now() + WARMING * 1000; performance.now() < ends; people.push(people.shift()!))
      await Promise.all(people.slice(0, 4).flatMap((one) => [plain(registers.url), fetchAll(one)]))
    for (let round = 0; round < ROUNDS; round++) {
      times.slowest.push(await timed(() => plain(registers.url)))
      times.bundle.push(await timed(() => fetchAll(people[round % PEOPLE]!)))
    }
    const over = times.bundle.map((ms, round) => ms - times.slowest[round]!)
    report({
      work: 'a bundle of five registers, over what the slowest of them takes: median',
      value: median(times.bundle) - median(times.slowest),
      unit: 'ms',
      target: 3,
      peer: { name: 'the slowest register asked alone over plain HTTP', value: median(times.slowest) },
      seen: { rounds: ROUNDS, facts: bundle.length, bundleMs: median(times.bundle), p90Ms: quantile(over, 0.9), load: load() },
    })
  } finally {
    await listener.stop()
    await platform.stop()
    await registers.stop()
  }

  async function fetchAll(subject: PersonId): Promise<void> {
    const { failures } = await exchange.fetch({
      subject,
      facts: bundle,
      purpose: { ko: '은행: 전세자금 대출', en: 'Bank: home loan' },
      law: '전자정부법 제43조의2',
      actor: { kind: 'system', name: '은행', agency: null },
      service: null,
      case: null,
      consent: 'given',
    })
    if (failures.length > 0) throw new Error(`not all answered: ${JSON.stringify(failures)}`)
  }
})

/** Three facts of each register, as a bundle has them. */
function bundleOf({ catalogue }: Platform): readonly string[] {
  const held = [...catalogue.current().pack.facts.values()].filter(({ derive }) => derive === null)
  return Object.keys(DELAYS).flatMap((register) =>
    held
      .filter((one) => one.register === register)
      .slice(0, 3)
      .map(({ id }) => id),
  )
}

/** The slowest register, by whoever just asks. */
async function plain(url: string): Promise<void> {
  const question: Partial<FactQuestion> = { subject: 'somebody', facts: ['property.value'] }
  const headers = { signature: 'exchange=:AAAA:' }
  const answer = await fetch(`${url}/registers/${SLOWEST}/facts`, { method: 'POST', headers, body: JSON.stringify(question) })
  await answer.arrayBuffer()
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
