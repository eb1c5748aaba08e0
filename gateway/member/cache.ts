/**
 * Answers that hold good for a while, as the fact's entry in the signed list says: given again for the same purpose, person and
 * system, and never longer. In memory only, sealed with a key that ends with the process; a change notice drops what it is about.
 */
import { createSecretKey, hash, type KeyObject, randomBytes } from 'node:crypto'
import { type AnswerHead, type Opened, pack, type QuestionHead, unpackAnswer } from './envelope.ts'
import type { ServiceId, SubsystemId } from './names.ts'
import { open, seal } from './seal.ts'

/** What one question must share with another to be given its answer. */
export interface CacheQuestion {
  readonly from: SubsystemId
  readonly to: ServiceId
  readonly head: QuestionHead
}

/** What proves the answer, for the journal of whoever looks at it again. */
export interface Proof {
  /** X-Road-Id of the question that was answered. */
  readonly id: string
  readonly asked: string
  readonly answered: string
  readonly input: string
  readonly signature: string
}

export interface Found {
  readonly answer: Opened<AnswerHead>
  readonly proof: Proof
  readonly ageS: number
}

/** A question that is about to be asked: its answer is as old as this. */
export type Moment = { readonly wall: number; readonly steady: number; readonly drops: number }

export interface Cache {
  moment(): Moment
  /** `keepS`: what the list says now. */
  find(question: CacheQuestion, keepS: number): Found | undefined
  keep(question: CacheQuestion, since: Moment, answer: Opened<AnswerHead>, proof: Proof): void
  /** The fact has changed, or may no longer be known. */
  drop(service: ServiceId, path: string, subject: string | undefined): void
}

interface Entry {
  readonly question: CacheQuestion
  readonly sealed: Buffer
  readonly proof: Proof
  readonly wall: number
  readonly steady: number
}

export interface Clocks {
  /** Of the calendar, and one that is never set. */
  readonly wall: () => number
  readonly steady: () => number
}

/** Headers of a question that change what is answered. */
const TOLD_BY = ['accept', 'accept-language'] as const
/** A question that says one of these wants the holder's own answer. */
const CONDITIONS = ['if-match', 'if-none-match', 'cache-control'] as const
const withoutQuery = (path: string) => path.split('?', 1)[0]!

/** `bytes`: the most it holds. */
export function createCache(
  bytes: number,
  { wall, steady }: Clocks = { wall: Date.now, steady: () => performance.now() },
): Cache {
  const key: KeyObject = createSecretKey(randomBytes(32))
  const entries = new Map<string, Entry>()
  let [size, drops] = [0, 0]
  const remove = (name: string) => {
    size -= entries.get(name)?.sealed.length ?? 0
    entries.delete(name)
  }
  return {
    moment: () => ({ wall: wall(), steady: steady(), drops }),
    find(question, keepS) {
      if (!isKept(question)) return undefined
      const name = nameOf(question)
      const entry = entries.get(name)
      if (!entry) return undefined
      const passed = [wall() - entry.wall, steady() - entry.steady]
      // A clock that was set back makes nothing younger.
      if (Math.min(...passed) < 0 || Math.max(...passed) >= keepS * 1000) return void remove(name)
      return {
        answer: unpackAnswer(open(key, entry.sealed, name)),
        proof: entry.proof,
        ageS: Math.floor(Math.max(...passed) / 1000),
      }
    },
    keep(question, { wall: at, steady: from, drops: before }, answer, proof) {
      // A notice that came while it was under way may be about what it says.
      if (!isKept(question) || before !== drops || answer.head.status !== 200) return
      if (/\b(?:no-store|no-cache|private)\b/i.test(answer.head.headers['cache-control'] ?? '')) return
      const name = nameOf(question)
      const sealed = seal(key, pack(answer.head, answer.body), name)
      remove(name)
      if (sealed.length > bytes) return
      for (const oldest of entries.keys()) {
        if (size + sealed.length <= bytes) break
        remove(oldest)
      }
      entries.set(name, { question, sealed, proof, wall: at, steady: from })
      size += sealed.length
    },
    drop(service, path, subject) {
      drops++
      for (const [name, { question }] of entries) {
        if (question.to !== service) continue
        const isOf = subject !== undefined && question.head.subject === subject
        if (isOf || withoutQuery(question.head.path) === withoutQuery(path)) remove(name)
      }
    },
  }
}

const isKept = ({ head }: CacheQuestion): boolean =>
  head.method === 'GET' && CONDITIONS.every((name) => head.headers[name] === undefined)

const nameOf = ({ from, to, head }: CacheQuestion): string =>
  hash(
    'sha256',
    JSON.stringify([
      from,
      to,
      head.path,
      head.purpose,
      head.subject ?? null,
      ...TOLD_BY.map((name) => head.headers[name] ?? null),
    ]),
  )
