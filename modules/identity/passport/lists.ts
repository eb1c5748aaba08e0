/** Whom we believe about passports: nobody, until an administrator has loaded a list of states and another official confirmed it. Every version is kept. */
import { hash } from 'node:crypto'
import { type OfficialId, Problem } from '@dpg/kernel'
import { type Anchors, anchorsOf, countRevoked, countryOf, readMasterList } from '@dpg/passport'
import {
  type PassportList,
  type PassportListId,
  passportListNotFound,
  passportListRefused,
  type PassportLists,
  passportListSamePerson,
} from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { accountOf } from '../sessions.ts'
import { holderOf } from './holder.ts'
import {
  confirmList,
  filesOf,
  heldLists,
  insertList,
  insertLost,
  listsOf,
  type NewList,
  type StoredList,
  withdrawList,
} from './store-lists.ts'
import { lastAttempts } from './store-passports.ts'

/** `KOR,M12345678` a line; what follows a # is a remark. */
const LOST_LINE = /^([A-Z]{1,3})[,;\t ]([A-Z0-9]{1,9})$/
const MOST_LOST = 500_000

/** The certificates and revocations that hold now: read again only when a list came or went, here or at another server. */
export function createTrust({ db }: Pick<IdentityDeps, 'db'>): { anchors(): Promise<Anchors> } {
  let kept: { readonly held: string; readonly anchors: Anchors } | undefined
  return {
    anchors: async () => {
      const held = await heldLists(db)
      if (kept?.held === held) return kept.anchors
      const files = await filesOf(db)
      const of = (kind: string) => files.filter((one) => one.kind === kind).map(({ file }) => file)
      const anchors = anchorsOf(of('master').flatMap((file) => readMasterList(file)))
      for (const crl of of('revoked')) anchors.addRevocations(crl)
      kept = { held, anchors }
      return anchors
    },
  }
}

type Read = Pick<NewList, 'entries' | 'states' | 'file'> & { readonly lost: readonly Buffer[] }

/** `changed` is called when what holds is another. */
export function createLists(deps: IdentityDeps, trust: { anchors(): Promise<Anchors> }, changed: () => void): PassportLists {
  const { db, clock, log } = deps
  const readers = {
    master: async (file: Buffer): Promise<Read> => {
      const certificates = readMasterList(file)
      const states = [...new Set(certificates.flatMap((one) => countryOf(one) ?? []))].sort()
      return { entries: certificates.length, states, file, lost: [] }
    },
    revoked: async (file: Buffer): Promise<Read> => {
      const entries = countRevoked(file)
      if (!(await trust.anchors()).addRevocations(file)) throw passportListRefused({ why: 'unknown-issuer' })
      return { entries, states: [], file, lost: [] }
    },
    lost: async (file: Buffer): Promise<Read> => {
      const lost = lostIn(deps, file.toString('utf8'))
      return { entries: lost.length, states: [], file: null, lost }
    },
  }
  const named = async (list: StoredList): Promise<PassportList> => {
    const official = await deps.officialOf(list.loadedBy as OfficialId, db)
    return { ...list, loadedByName: official?.name ?? '' }
  }
  return {
    list: async (_principal, { all = false } = {}) => Promise.all((await listsOf(db, all)).map(named)),
    load: async (principal, { kind, source, file }) => {
      const read = await readers[kind](file).catch((cause: unknown) => {
        if (cause instanceof Problem) throw cause
        throw passportListRefused({ why: 'malformed' }, { cause })
      })
      if (read.entries === 0 && kind === 'master') throw passportListRefused({ why: 'empty' })
      const id = deps.newId<PassportListId>('psl')
      const { entries, states, lost } = read
      const rest = { digest: hash('sha256', file), loadedBy: accountOf(principal), at: clock.now().toString() }
      const list = await db.transaction(async (tx) => {
        // What lets people in takes two; what only takes away waits for nobody.
        const made = await insertList(tx, { id, kind, source, entries, states, file: read.file, ...rest }, kind !== 'master')
        if (made) await insertLost(tx, id, lost)
        return made
      })
      if (!list) throw passportListRefused({ why: 'same' })
      changed()
      log.info('identity.passport-list-loaded', { list: id, kind, entries })
      return named(list)
    },
    confirm: async (principal, id) => {
      const by = accountOf(principal)
      const confirmed = await db.transaction((tx) => confirmList(tx, id, by, clock.now().toString()))
      if (confirmed === 'same') throw passportListSamePerson({})
      if (!confirmed) throw passportListNotFound({})
      changed()
      log.info('identity.passport-list-confirmed', { list: id })
      return named(confirmed)
    },
    withdraw: async (principal, id) => {
      if (!(await withdrawList(db, id, accountOf(principal), clock.now().toString()))) throw passportListNotFound({})
      changed()
      log.info('identity.passport-list-withdrawn', { list: id })
    },
    attempts: () => lastAttempts(db),
  }
}

function lostIn(deps: IdentityDeps, text: string): Buffer[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim().toUpperCase())
    .filter(Boolean)
  if (lines.length > MOST_LOST) throw passportListRefused({ why: 'long' })
  return lines.map((line) => {
    const [, state, number] = LOST_LINE.exec(line) ?? []
    if (!state || !number) throw passportListRefused({ why: 'malformed' })
    return holderOf(deps, state, number)
  })
}
