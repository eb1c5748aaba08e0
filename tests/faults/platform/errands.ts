/** What people and a bank do while processes die, and what each of them was told: the model that the platform is held against. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Transfer } from '@dpg/mydata/contract'
import type { ReceiverOrganisation } from '../../harness/receiver.ts'
import { type Answer, until, type Visitor } from '../../harness/index.ts'

export const BUNDLES = ['bank-loan-pensioner', 'bank-account'] as const

/** A person agrees that the bank gets a bundle, the bank fetches it, perhaps the person stops it. */
export interface Errand {
  readonly who: Visitor
  readonly key: string
  readonly bundle: (typeof BUNDLES)[number]
  /** Undefined: the person was not told that it is agreed. */
  id: string | undefined
  /** How often the bank has tried. */
  tries: number
  /** Undefined: nothing came. */
  jwe: string | undefined
  stop: 'no' | 'sent' | 'answered'
}

export const newErrand = (who: Visitor): Errand => ({
  who,
  key: randomUUID(),
  bundle: BUNDLES[Math.floor(Math.random() * BUNDLES.length)]!,
  ...{ id: undefined, tries: 0, jwe: undefined, stop: 'no' },
})

const DAY_MS = 86_400_000
const lastDay = new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10)
const often = (share: number) => Math.random() < share

/** Of one bank. Each step says whether it was answered. */
export class Errands {
  readonly #bank: ReceiverOrganisation
  constructor(bank: ReceiverOrganisation) {
    this.#bank = bank
  }

  /** Until something is not answered: then the person waits. */
  async live(errand: Errand): Promise<boolean> {
    const both = often(0.3) ? [this.give(errand), this.give(errand)] : [this.give(errand)]
    if (!(await all(both)) || !(await this.fetch(errand))) return false
    if (often(0.3) && !(await this.fetch(errand))) return false
    if (often(0.5)) return true
    if (!(await all(often(0.5) ? [this.stop(errand), this.fetch(errand)] : [this.stop(errand)]))) return false
    return this.fetch(errand)
  }

  /** What was begun is sent again until it is answered. */
  async finish(errand: Errand): Promise<void> {
    const { stop } = errand
    const steps = [() => this.give(errand), () => this.fetch(errand), ...(stop === 'sent' ? [() => this.stop(errand)] : [])]
    for (const step of steps) await until('an answer', step, { withinMs: 60_000, everyMs: 100 })
  }

  async give(errand: Errand): Promise<boolean> {
    const json = { receiver: this.#bank.id, bundle: errand.bundle, every: null, until: lastDay }
    const answer = await answered(errand.who.ask('/api/mydata/transfers', { json, key: errand.key }))
    if (!answer) return false
    assert.equal(answer.status, 201, answer.text)
    const { id } = answer.json<Transfer>()
    assert.equal(id, errand.id ?? id, 'one key gave two transfers')
    errand.id = id
    return true
  }

  async fetch(errand: Errand): Promise<boolean> {
    const wasStopped = errand.stop === 'answered'
    errand.tries++
    const answer = await answered(this.#bank.fetch(errand.id!))
    if (!answer) return false
    if (answer.status === 410 && errand.stop !== 'no') return true
    assert.equal(answer.status, 200, answer.text)
    assert.ok(!wasStopped, 'something was handed over after the person had stopped it')
    assert.equal(answer.text, errand.jwe ?? answer.text, 'the bank was given two different bundles')
    errand.jwe = answer.text
    return true
  }

  /** By receipt, the register that answered: what the bank reads in what it was given. */
  async receipts({ jwe }: Errand): Promise<ReadonlyMap<string, string>> {
    if (jwe === undefined) return new Map()
    const { papers } = await this.#bank.open(jwe)
    const facts = papers.flatMap((paper) => Object.values(paper.facts))
    return new Map(facts.flatMap(({ register, receipt }) => (register && receipt ? [[receipt, register] as const] : [])))
  }

  async stop(errand: Errand): Promise<boolean> {
    if (errand.stop === 'no') errand.stop = 'sent'
    const answer = await answered(errand.who.ask(`/api/mydata/transfers/${errand.id}/stop`, { method: 'POST' }))
    if (!answer) return false
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.json<Transfer>().state, 'stopped')
    errand.stop = 'answered'
    return true
  }
}

const all = async (steps: readonly Promise<boolean>[]) => (await Promise.all(steps)).every(Boolean)

/** Undefined: the connection broke, or the platform says that it cannot know: whoever asked must ask again. */
async function answered(asked: Promise<Answer>): Promise<Answer | undefined> {
  const answer = await asked.catch(() => undefined)
  return answer && answer.status < 500 ? answer : undefined
}
