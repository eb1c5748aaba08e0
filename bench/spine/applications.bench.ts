/** 200 applications a second for half a minute, over HTTP, each by another signed-in resident, durable (fsync on); then their evidence. A hundred go before, slowly. */
import { fork } from 'node:child_process'
import { chmod } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { loadPeople } from '@dpg/gateway/population'
import { type Platform, readServerSettings, startPlatform } from '@dpg/server'
import type { Applicants } from '../load/applicants.ts'
import { type Paced, paced } from '../load/paced.ts'
import { COUNTRY, inFolder } from '../country.ts'
import { load } from '../processes.ts'
import { report } from '../row.ts'
import { quantile } from '../statistics.ts'
import { insertPlainRows, makePlainTable, waitingCases } from '../store.ts'

const PER_SECOND = 200
const SECONDS = 30
/** What a running server has behind it: its connections are open, its code is warm. */
const WARM_UP = { perSecond: 25, seconds: 4 }
const WARM = WARM_UP.perSecond * WARM_UP.seconds
const PEOPLE = WARM + PER_SECOND * SECONDS
const SEED = 1
/** Case, its first event, the job for its evidence, the news of it, the applicant's key. */
const ROWS = 5
const ROW_BYTES = 400
const LONGEST_DRAIN_S = 600
const AT_ONCE = 16

/** 기초연금: the evidence comes from several registers, then an official decides. */
const APPLICATION = {
  service: 'SSE000000170',
  answers: {
    'person.bankAccount': { bank: '국민은행', number: '12345678901234', holder: '김순자' },
    'person.protectedAccount': false,
    'person.phone': '01012345678',
  },
  declarations: ['finance', 'truth', 'duty'],
}

await inFolder(async (folder) => {
  await chmod(folder, 0o711)
  const settings = { PORT: '0', DATA_DIR: folder, DPG_PEOPLE: String(PEOPLE), DPG_SEED: String(SEED), DPG_LOG: 'error' }
  const platform = await startPlatform(readServerSettings(settings))
  try {
    await measure(platform)
  } finally {
    await platform.stop()
  }
})

async function measure(platform: Platform): Promise<void> {
  const cookies = await signInAll(platform)
  const plain = await plainInserts(platform)
  const { url } = platform
  await applicants({ url, ...WARM_UP, cookies: cookies.slice(0, WARM), application: APPLICATION })
  await drain(platform)
  const cpu = process.cpuUsage()
  const { latencies, failures } = await applicants({
    url,
    perSecond: PER_SECOND,
    seconds: SECONDS,
    cookies: cookies.slice(WARM),
    application: APPLICATION,
  })
  const { user, system } = process.cpuUsage(cpu)
  if (failures.length > 0) throw new Error(`${failures.length} applications failed, such as: ${failures[0]}`)
  const busy = { cores: availableParallelism(), load: load() }
  report({
    work: `${PER_SECOND} applications a second for ${SECONDS} s: answer, 99th percentile`,
    value: quantile(latencies, 0.99),
    unit: 'ms',
    target: 200,
    peer: { name: `${ROWS} plain rows in one durable transaction, at the same rate`, value: quantile(plain.latencies, 0.99) },
    seen: {
      medianMs: quantile(latencies, 0.5),
      mostMs: Math.max(...latencies),
      applications: latencies.length,
      after: WARM,
      ...busy,
    },
  })
  report({
    work: 'CPU of the server for each application, evidence fetched meanwhile included',
    value: (user + system) / 1000 / latencies.length,
    unit: 'ms',
    seen: busy,
  })
  const { seconds, left } = await drain(platform)
  report({
    work: 'time until the evidence of all is there, from the last application on',
    value: seconds,
    unit: 's',
    seen: { left },
  })
}

/** Enrols them as the demonstration does its personas, and signs each in. */
async function signInAll({ db, identity }: Platform): Promise<string[]> {
  const { people } = loadPeople({ people: PEOPLE, seed: SEED, pack: COUNTRY })
  const residents = people.map(({ id, name }) => ({ id, name }))
  const personas = residents.map(({ id, name }) => {
    const title = { ko: name, en: name }
    return { kind: 'resident' as const, id, name, title, story: title }
  })
  await db.transaction((tx) => identity.enrol(tx, { residents, officials: [], personas }))
  const cookies: string[] = []
  const rest = residents.values()
  const signIn = async () => {
    for (const { id } of rest) {
      const { cookie } = await identity.signInAs(id)
      cookies.push(`${cookie.name}=${cookie.value}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, signIn))
  return cookies
}

async function plainInserts({ db }: Platform): Promise<Paced> {
  await makePlainTable(db)
  const bodies = Array.from({ length: ROWS }, () => new Uint8Array(ROW_BYTES))
  return paced({ perSecond: PER_SECOND, seconds: 10 }, () => insertPlainRows(db, bodies))
}

/** In a process of their own, so that they take nothing of the server's time. */
function applicants(told: Applicants): Promise<Paced> {
  return new Promise((done, fail) => {
    const child = fork(new URL('../load/applicants.ts', import.meta.url))
    child.once('message', (seen) => done(seen as Paced))
    child.once('error', fail)
    child.once('exit', (code) => fail(new Error(`the applicants ended with ${code}`)))
    child.send(told)
  })
}

async function drain({ db }: Platform): Promise<{ seconds: number; left: number }> {
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 1000
  let left = await waitingCases(db)
  while (left > 0 && elapsed() < LONGEST_DRAIN_S) {
    await pause(250)
    left = await waitingCases(db)
  }
  return { seconds: elapsed(), left }
}
