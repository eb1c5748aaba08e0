/** A household whose adults are asked, for tests: its registers, its people, and what each of them has seen of it. */
import type { PersonId } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { EMERGENCY, LIVELIHOOD } from './pack.ts'
import { doing, newKey, PENSION_ANSWERS, PENSION_DECLARATIONS, type Queue, setUp, type TestClock } from './set-up.ts'
import { HANEUL_FACTS } from './haneul.ts'
import { HANEUL, KIM, official, resident } from './world.ts'

export const BADA = 'per_01900000-0000-7000-8000-0000000000b1' as PersonId
export const SAN = 'per_01900000-0000-7000-8000-0000000000b2' as PersonId
export const GUARDIAN = 'per_01900000-0000-7000-8000-0000000000b3' as PersonId
export const named = (person: string) => `social-security/${person}`
export const bada = { subject: named(BADA), name: '이바다', birthDate: '1958-01-02' }
export const san = { subject: named(SAN), name: '김산', birthDate: '1990-07-01' }
/** Under age. */
export const child = { subject: named('child'), name: '김들', birthDate: '2013-05-05' }
export const FINANCE = 'household.propertyConversion'

const MONEY = [FINANCE, 'household.financialAssets', 'household.debt']

/** An application for a household of these others; the registers have been asked what may be asked. */
export async function householdOn(
  db: Queue,
  clock: TestClock,
  others: readonly Json[],
  service = LIVELIHOOD,
  reason = 'jobLoss',
) {
  const setup = setUp(db, clock)
  const { world, casework, runJobs, sweep } = setup
  const live = (now: readonly Json[]) =>
    world.registers.facts.set(HANEUL, { ...HANEUL_FACTS, [FINANCE]: 0, 'household.otherMembers': [...now] })
  live(others)
  const crisis = { 'household.crisisReasons': [reason], 'household.crisisSince': '2026-11-20' }
  const answers = service === EMERGENCY ? { ...PENSION_ANSWERS, ...crisis } : PENSION_ANSWERS
  const declarations = service === EMERGENCY ? ['finance', 'truth', 'afterwards'] : PENSION_DECLARATIONS
  const { id } = await casework.submit(resident(), { key: newKey(), service, answers, declarations }, 'ko')
  await runJobs()
  /** What the registers were asked about money, by their own count. */
  const looks = () =>
    world.registers.requests.filter(({ case: of, facts }) => of === id && facts.some((fact) => MONEY.includes(fact))).length
  /** How often a look at their money stands in this person's own trace. */
  const traced = (person: PersonId) =>
    world.looks.filter((one) => one.subject === person && one.use === 'fetch' && one.facts.some((fact) => MONEY.includes(fact)))
      .length
  const view = () => casework.case(resident(), id, 'ko')
  const wishOf = async (person: PersonId) => (await casework.consents.mine(resident(person), 'ko'))[0]!
  const answer = async (person: PersonId, deed: 'agree' | 'refuse' | 'withdraw') => {
    await casework.consents.decide(resident(person, '가족'), (await wishOf(person)).id, deed, 'ko')
    await runJobs()
  }
  const states = async () => (await view()).consents.map(({ name, state }) => [name, state])
  const letters = () => world.sent.filter(({ to, case: of }) => to === HANEUL && of === id).map(({ letter }) => letter.ko.subject)
  const onList = async () =>
    (await casework.workList(official(KIM), { show: 'open', limit: 100, offset: 0 }, 'ko')).items.find((one) => one.id === id)
  const later = async (days: number, seconds = 1) => {
    clock.set(
      clock
        .now()
        .add({ hours: days * 24, seconds })
        .toString(),
    )
    await sweep()
    await runJobs()
  }
  /** An official has the registers asked anew. */
  const again = async () => {
    for (const action of ['review-now', 'gather-again']) {
      const { version } = await view()
      await casework.act(official(KIM), id, { ...doing(action, version), reason: '가구원이 바뀌었습니다' }, 'ko')
    }
    await runJobs()
  }
  return { ...setup, again, id, live, looks, traced, view, wishOf, answer, states, letters, onList, later }
}
