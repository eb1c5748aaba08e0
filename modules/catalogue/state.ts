/** What the module holds in memory: the release in force and the search over it. Replaced as a whole, never changed. */
import { createHash } from 'node:crypto'
import type { Db } from '@dpg/kernel/server'
import { nothingPublished, type ServiceText, type Snapshot } from './contract.ts'
import { createAsyncLru } from './lru.ts'
import { readerHash } from './reader.ts'
import { createSearch, type ServiceSearch } from './search.ts'
import { type LoadedRelease, loadRelease } from './snapshot.ts'
import { inForce } from './store.ts'
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
  peek(): Snapshot | undefined
  /** Takes what is in force in the database; nothing when it is held already. */
  load(): Promise<void>
  take(loaded: LoadedRelease): Promise<void>
  /** Searches what the texts say now. */
  refreshTexts(): Promise<void>
}

const EDITION_LENGTH = 16
const TEXTS_KEPT = 512

export function createState(db: Db): State {
  let held: Held | undefined

  const take = async (loaded: LoadedRelease) => {
    const [purposes, mark, reader] = await Promise.all([readPurposes(db), textsMark(db), readerHash()])
    const edition = createHash('sha256')
      .update(`${loaded.snapshot.release} ${mark} ${reader}`)
      .digest('base64url')
      .slice(0, EDITION_LENGTH)
    held = {
      snapshot: loaded.snapshot,
      words: loaded.words,
      edition,
      texts: createAsyncLru(TEXTS_KEPT),
      search: createSearch(loaded.snapshot, loaded.words, purposes),
    }
  }
  return {
    held: () => {
      if (!held) throw nothingPublished({})
      return held
    },
    peek: () => held?.snapshot,
    take,
    load: async () => {
      const now = await inForce(db)
      if (now && now.release !== held?.snapshot.release) await take(await loadRelease(db, now.release))
    },
    refreshTexts: async () => {
      if (held) await take(held)
    },
  }
}
