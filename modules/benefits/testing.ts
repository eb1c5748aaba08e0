/** For tests: the module on a real database with the Korea pack; registers, inbox and directory are small honest fakes. */
import { randomBytes } from 'node:crypto'
import type { AccessRecord } from '@dpg/access/contract'
import type { ReleaseStep, Snapshot } from '@dpg/catalogue/contract'
import type { Directory } from '@dpg/directory/contract'
import type { Exchange, FactRequest, FetchResult, RegisterFailure } from '@dpg/exchange/contract'
import { createTexts, type PersonId, type Principal, type SessionId } from '@dpg/kernel'
import { createSealing, newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import type { Notices, SendNotice } from '@dpg/notices/contract'
import type { Json } from '@dpg/rules'
import type { ConsentGroup, ConsentPurpose } from './contract.ts'
import { createBenefits, benefits as info } from './index.ts'
import type { LookAgain } from './notifier.ts'
import { catalogueOf, koreaSnapshot } from './testing/snapshot.ts'

export const PENSION = 'SSE000000170'
export const elder: Record<string, Json> = {
  'person.birthDate': '1955-03-01',
  'person.sex': 'female',
  'person.nationality': 'KR',
  'person.eupmyeondong': '1111010100',
}
/** What the law of the basic pension asks about, of somebody without a won. */
export const pensioner: Record<string, Json> = {
  'person.maritalStatus': 'single',
  'household.members': [],
  'person.regularEarnings': 0,
  'household.spouseRegularEarnings': 0,
  'household.otherCoupleIncome': 0,
  'household.basicPensionGeneralProperty': 0,
  'household.basicPensionFinancialAssets': 0,
  'household.basicPensionDebt': 0,
  'household.luxuryAssets': 0,
  'person.occupationalPensionType': 'none',
  'household.spouseReceivesOccupationalPension': false,
  'person.severelyDisabled': false,
  'person.basicPensionTransitional': false,
  'person.nationalPensionAValue': 0,
  'person.receivesNationalPension': false,
  'person.nationalPensionAmount': 0,
  'household.receivesLivelihoodBenefit': false,
  'household.receivesMedicalBenefit': false,
  'household.receivesHousingBenefit': false,
  'household.receivesEducationBenefit': false,
  'person.receivesDisabilityPension': false,
  'household.spouseReceivesBasicPension': false,
  'household.spouseBasicPensionBase': 0,
}
export const EVERYTHING = ['finance', 'sensitive'] as const satisfies readonly ConsentGroup[]

export type Resident = Principal & { readonly person: PersonId }

export const someone = (): Resident => ({
  kind: 'resident',
  person: newId<PersonId>('per'),
  session: newId<SessionId>('ses'),
  displayName: '김하늘',
  assurance: 'substantial',
  permissions: new Set(['resident']),
})

export async function openSetting(at = '2026-11-25T00:00:00Z') {
  const db = await openTestDb(info.migrations)
  const clock = fixedClock(at)
  let snapshot = koreaSnapshot()
  /** What the registers were asked, what was sent, what stands in the access log. */
  const asked: FactRequest[] = []
  const sent: SendNotice[] = []
  const recorded: AccessRecord[] = []
  /** What a publication changed, by release and service. */
  const steps = new Map<string, ReleaseStep>()
  const world: {
    register: Record<string, Json>
    failures: readonly RegisterFailure[]
    meanwhile: () => Promise<void>
    sending: () => Promise<void>
  } = {
    register: { ...elder },
    failures: [],
    meanwhile: async () => {},
    sending: async () => {},
  }
  const { facts: known } = snapshot.pack

  const exchange = {
    fetch: async (request: FactRequest): Promise<FetchResult> => {
      asked.push(request)
      const register = { ...world.register }
      await world.meanwhile()
      const failed = world.failures.flatMap(({ facts }) => facts)
      const answered = request.facts.filter((fact) => !failed.includes(fact))
      const told = answered.filter((fact) => fact in register)
      return {
        facts: Object.fromEntries(
          told.map((fact) => [
            fact,
            {
              fact,
              value: register[fact]!,
              register: known.get(fact)!.register!,
              receipt: newId('rcp'),
              at: clock.now().toString(),
            },
          ]),
        ),
        silent: answered.filter((fact) => !(fact in register)),
        failures: world.failures
          .map((one) => ({ ...one, facts: one.facts.filter((fact) => request.facts.includes(fact)) }))
          .filter(({ facts }) => facts.length > 0),
      }
    },
  } as unknown as Exchange
  const directory = {
    agencyName: (code: string) => code,
    isWithin: (code: string, ancestor: string) => code.startsWith(ancestor),
    area: (code: string) => {
      const area = snapshot.pack.areas.get(code)
      return area && { ...area, fullName: area.name }
    },
  } as unknown as Directory
  const notices = {
    send: async (_tx: unknown, command: SendNotice) => newId(`ntc${sent.push(command)}`),
    sendEach: async (_tx: unknown, commands: readonly SendNotice[]) => {
      await world.sending()
      return commands.map((command) => newId(`ntc${sent.push(command)}`))
    },
  } as unknown as Notices
  const sealing = createSealing(randomBytes(32))
  const build = () =>
    createBenefits({
      db,
      clock,
      newId,
      log: silentLog,
      sealing,
      texts: createTexts([info.messages]),
      access: { record: async (_tx, one) => newId(`acc${recorded.push(one)}`) },
      catalogue: { ...catalogueOf(() => snapshot), step: async (release, service) => steps.get(`${release} ${service}`) },
      directory,
      exchange,
      notices,
    })
  const made = build()
  const { benefits, parts } = made

  const handlerOf = (name: string) => parts.jobs!.find(({ job }) => job.name === name)!
  const run = (name: string, data: object) => handlerOf(name).handle(data)
  /** Runs what was queued until nothing waits; jobs for later wait. */
  const work = async () => {
    for (let job = db.queued.shift(); job; job = db.queued.shift()) await run(job.job, job.data)
  }
  const emit = async (name: string, payload: object) => {
    for (const one of parts.consumers!.filter(({ on }) => on.name === name)) await one.handle(payload)
  }
  let events = 0
  const changed = (who: Resident, facts: readonly string[], change = 'changed', register = 'resident-register') =>
    emit('exchange.facts-changed', { subject: who.person, register, change, facts, eventId: `evt-${++events}` })
  const agreement = (purpose: ConsentPurpose, groups: readonly ConsentGroup[] = EVERYTHING) => ({
    version: benefits.plan(purpose, 'ko').version,
    groups,
  })

  return {
    db,
    clock,
    world,
    asked,
    sent,
    recorded,
    steps,
    sealing,
    benefits,
    parts,
    build,
    run,
    work,
    emit,
    changed,
    agreement,
    snapshot: () => snapshot,
    publish: (next: Snapshot) => {
      snapshot = next
    },
    agree: (who: Resident, groups: readonly ConsentGroup[] = EVERYTHING) => benefits.agree(who, agreement('look', groups)),
    /** Somebody who is watched, and was looked at once. */
    watched: async (groups: readonly ConsentGroup[] = EVERYTHING): Promise<Resident> => {
      const who = someone()
      await benefits.watch(who, agreement('watch', groups))
      await work()
      return who
    },
    reset: async () => {
      const tables = ['subscribers', 'wakes', 'told', 'news', 'consents', 'looks', 'passes', 'held']
      const gone = tables.map((table) => `${table} as (delete from benefits.${table})`)
      await db.query(`with ${gone.join(', ')} select 1`)
      for (const list of [asked, sent, recorded, db.queued]) list.length = 0
      Object.assign(world, { register: { ...elder }, failures: [], meanwhile: async () => {}, sending: async () => {} })
      clock.set(at)
    },
    lookAgain: (job: Partial<LookAgain>) => run('benefits.look-again', job),
  }
}
