/** What the module holds in memory: the release in force and the search over it. Replaced as a whole, never changed. */
import { createHash } from 'node:crypto'
import type { Db } from '@dpg/kernel/server'
import { type Announced, nothingPublished, type ServiceText } from './contract.ts'
import { createAsyncLru } from './lru.ts'
import { readerHash } from './reader.ts'
import { createSearch, type ServiceSearch } from './search.ts'
import { type LoadedRelease, loadRelease } from './snapshot.ts'
import { inForce } from './store.ts'
import { listAnnounced } from './store-announced.ts'
import { readPurposes, textsMark } from './store-texts.ts'

interface Held extends LoadedRelease {
  readonly search: ServiceSearch
  /** Names what answers are made from: the release, the texts, and the code that describes them. */
  readonly edition: string
  /** Official texts that were looked at, as long as the edition is the same. */
  readonly texts: ReturnType<typeof createAsyncLru<string, ServiceText | undefined>>
}

export interface State {
  /** Throws `catalogue/nothing-published` before anything was. */
  held(): Held
  peek(): LoadedRelease | undefined
  /** Takes what is in force in the database; nothing when it is held already, or about to be. */
  load(): Promise<void>
  /** Takes what the work put in force; nothing where it gives nothing. */
  takeFrom<T extends { readonly loaded: LoadedRelease | undefined }>(work: Promise<T>): Promise<T>
  announced(): readonly Announced[]
  loadAnnounced(): Promise<void>
  /** Searches what the texts say now. */
  refreshTexts(): Promise<void>
}

const EDITION_LENGTH = 16
const TEXTS_KEPT = 512

export function createState(db: Db): State {
  let held: Held | undefined
  let announced: readonly Announced[] = []
  let code: Promise<string> | undefined
  const underWay = new Set<Promise<unknown>>()

  /** Made ready before it is held, where people search and are judged meanwhile. */
  const take = async (loaded: LoadedRelease) => {
    code ??= readerHash()
    const [purposes, mark, reader] = await Promise.all([readPurposes(db), textsMark(db), code])
    const edition = createHash('sha256')
      .update(`${loaded.snapshot.release} ${mark} ${reader}`)
      .digest('base64url')
      .slice(0, EDITION_LENGTH)
    const search = createSearch(loaded.snapshot, loaded.words, purposes)
    if (held?.search.isReady()) await search.prepare(held.search)
    if (held?.hasRules()) await loaded.prepareRules()
    held = { ...loaded, edition, texts: createAsyncLru(TEXTS_KEPT), search }
  }
  return {
    held: () => {
      if (!held) throw nothingPublished({})
      return held
    },
    peek: () => held,
    takeFrom: (work) => {
      const taking = work.then(async (done) => {
        if (done.loaded) await take(done.loaded)
        return done
      })
      underWay.add(taking)
      const end = () => void underWay.delete(taking)
      taking.then(end, end)
      return taking
    },
    announced: () => announced,
    loadAnnounced: async () => {
      announced = await listAnnounced(db)
    },
    load: async () => {
      await Promise.allSettled(underWay)
      const now = await inForce(db)
      if (now && now.release !== held?.snapshot.release) await take(await loadRelease(db, now.release))
    },
    refreshTexts: async () => {
      if (held) await take(held)
    },
  }
}
