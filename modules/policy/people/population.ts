/** The people that runs are made over: a folder, made on first use, read in threads. */
import { createTurns } from '@dpg/kernel'
import { type FolderInfo, readInfo } from './format.ts'
import type { MeasureRequest, PrepareRequest } from './measure.ts'
import { type Counter, openCounter, prepareInThread } from './thread.ts'

/** Where people come from: what names them before they are made, and how they are made. */
export interface PeopleSource {
  readonly folder: string
  /** Where the engine may keep them in its own form; beside the folder when absent. */
  readonly engine?: string
  /** The version that `make` would write, when it can be told beforehand. */
  readonly version: string
  readonly people: number
  readonly nation: number
  readonly seed: number | null
  /** Writes the folder (in a process or thread of its own); undefined when the folder is somebody's and only read. */
  readonly make: (() => Promise<void>) | undefined
}

/** The narrow door behind which people are counted. */
export interface PopulationRun {
  describe(): PeopleSource & { readonly isReady: boolean }
  /** Somebody is counting, or waits for it. */
  isBusy(): boolean
  /** Makes the people if they are not there yet. Throws when they cannot be read. */
  ready(): Promise<FolderInfo>
  /** The same, and writes them for the engine, which the first run would have to wait for. */
  prepare(request: Omit<PrepareRequest, 'folder' | 'engine'>): Promise<void>
  /** One run after another: they keep what they work out in one place. The next waits until `work` has ended. */
  count<T>(question: Question, onWriting: (share: number) => void, work: (counter: Counter) => Promise<T>): Promise<T>
}

/** What is asked of people, wherever they are. */
export type Question = Omit<MeasureRequest, 'folder' | 'engine'>

export function createPopulation(source: PeopleSource): PopulationRun {
  let making: Promise<FolderInfo> | undefined
  const places = { folder: source.folder, engine: source.engine ?? `${source.folder}.engine` }
  const next = createTurns()
  let busy = 0
  const ready = async (): Promise<FolderInfo> => {
    const info = readInfo(source.folder)
    if (info !== undefined && (source.make === undefined || info.version === source.version)) return info
    if (source.make === undefined) throw new Error(`${source.folder} holds no people`)
    making ??= makeOnce(source, source.make).finally(() => {
      making = undefined
    })
    return making
  }
  return {
    describe: () => {
      const info = readInfo(source.folder)
      const isReady = info !== undefined && (source.make === undefined || info.version === source.version)
      return {
        ...source,
        ...(isReady && { version: info.version, people: info.people, nation: info.nation, seed: info.seed }),
        isReady,
      }
    },
    ready,
    async prepare(request) {
      await ready()
      await next(() => prepareInThread({ ...request, ...places }))
    },
    isBusy: () => busy > 0,
    async count(question, onWriting, work) {
      await ready()
      busy++
      return next(async () => {
        const counter = await openCounter({ ...question, ...places }, onWriting)
        return work(counter).finally(() => counter.close())
      }).finally(() => {
        busy--
      })
    },
  }
}

async function makeOnce(source: PeopleSource, make: () => Promise<void>): Promise<FolderInfo> {
  await make()
  const info = readInfo(source.folder)
  if (info?.version !== source.version) throw new Error(`${source.folder}: other people were made than were asked for`)
  return info
}
