/** What one request to the provider reads and writes: read once, written together by one statement before its answer leaves. */
import type { AdapterPayload } from 'oidc-provider'
import type { UsedCode } from './store-codes.ts'

/** A record as the provider gave it, not yet sealed. */
export interface Written {
  readonly model: string
  readonly id: Buffer
  readonly payload: AdapterPayload
  /** The payload as it was when it was given. */
  readonly text: string
  readonly expiresIn: number
}
interface Gone {
  readonly id: Buffer
  readonly text?: undefined
}

/** What is written, or the id of what goes. */
export type Change = Written | Gone

export interface Work {
  /** What this request has written under an id, or that it has removed it. Undefined: ask the database. */
  written(id: Buffer): Change | undefined
  /** Its session of the provider by the second name. */
  writtenSession(uid: string): Written | undefined
  /** Read together with another record, or told by what came with the request. */
  known(id: Buffer): AdapterPayload | undefined
  learn(id: Buffer, read: () => AdapterPayload): void
  /** What a code hangs on that came with the request. */
  hangsOn(code: Buffer): UsedCode | undefined
  hang(code: UsedCode): void
  change(change: Change): void
  /** What belongs to a grant is not written after all. */
  drop(grantId: string): void
  /** A code, or whatever else counts once: used up by this request, with all it writes, or by another and then nothing is written. False: it uses up another already. */
  use(once: Once): boolean
  /** Everything, once; what comes later is written by itself. */
  end(): Outcome
}

export interface Once {
  readonly model: string
  readonly id: Buffer
  /** Of a code that travelled: nothing of it is kept but this. */
  readonly travelled?: UsedCode | undefined
}

/** What a request does, all of it or none. */
export interface Outcome {
  readonly changes: readonly Change[]
  readonly once: Once | undefined
}

export interface Works {
  /** Of the request that is under way; undefined: there is none, or it is answered. */
  current(): Work | undefined
  of(request: object): Work | undefined
  end(request: object): Outcome
}

/** `request`: the one under way here. */
export function createWorks(request: () => object | undefined): Works {
  const works = new WeakMap<object, { readonly work: Work; isOver: boolean }>()
  const of = (asked: object) => {
    const known = works.get(asked) ?? { work: createWork(), isOver: false }
    works.set(asked, known)
    return known
  }
  const workOf = (asked: object) => {
    const { isOver, work } = of(asked)
    return isOver ? undefined : work
  }
  return {
    current: () => {
      const asked = request()
      return asked && workOf(asked)
    },
    of: workOf,
    end: (asked) => {
      const found = of(asked)
      found.isOver = true
      return found.work.end()
    },
  }
}

function createWork(): Work {
  const changes = new Map<string, Change>()
  const learned = new Map<string, () => AdapterPayload>()
  let hanging: UsedCode | undefined
  let used: Once | undefined
  const nameOf = (id: Buffer) => id.toString('latin1')
  return {
    written: (id) => changes.get(nameOf(id)),
    writtenSession: (uid) => {
      for (const change of changes.values())
        if (change.text !== undefined && change.model === 'Session' && change.payload.uid === uid) return change
      return undefined
    },
    known: (id) => learned.get(nameOf(id))?.(),
    learn: (id, read) => void learned.set(nameOf(id), read),
    hangsOn: (code) => (hanging?.code.equals(code) ? hanging : undefined),
    hang: (code) => {
      hanging = code
    },
    change: (change) => {
      learned.delete(nameOf(change.id))
      changes.set(nameOf(change.id), change)
    },
    drop: (grantId) => {
      for (const [name, change] of changes)
        if (change.text !== undefined && change.payload.grantId === grantId) changes.delete(name)
    },
    use: (once) => {
      used ??= once
      return used === once
    },
    end: () => ({ changes: [...changes.values()], once: used }),
  }
}
