/** The people that runs are made over: a folder, made on first use, read in threads. */
import { Worker } from 'node:worker_threads'
import { createTurns } from '@dpg/kernel'
import { type FolderInfo, readInfo } from './format.ts'
import type { Measured, MeasureRequest, PrepareRequest } from './measure.ts'

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
  /** Makes the people if they are not there yet. Throws when they cannot be read. */
  ready(): Promise<FolderInfo>
  /** The same, and writes them for the engine, which the first run would have to wait for. */
  prepare(request: Omit<PrepareRequest, 'folder' | 'engine'>): Promise<void>
  /** One after another: they keep what they work out in one place. Ended after `limitMs` of its own turn, where that is given. */
  compare(
    request: Omit<MeasureRequest, 'folder' | 'engine'>,
    onProgress: (percent: number) => void,
    limitMs?: number,
  ): Promise<Measured>
}

/** A rule stopped the run, or took too long; nothing is wrong with the people. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped'
}

export function createPopulation(source: PeopleSource): PopulationRun {
  let making: Promise<FolderInfo> | undefined
  const places = { folder: source.folder, engine: source.engine ?? `${source.folder}.engine` }
  const next = createTurns()
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
      await next(() => inThread({ ...request, ...places }, () => {}))
    },
    async compare(request, onProgress, limitMs) {
      await ready()
      const measured = await next(() => inThread({ ...request, ...places }, onProgress, limitMs))
      if (measured === undefined) throw new Error('a run without a result')
      return measured
    },
  }
}

async function makeOnce(source: PeopleSource, make: () => Promise<void>): Promise<FolderInfo> {
  await make()
  const info = readInfo(source.folder)
  if (info?.version !== source.version) throw new Error(`${source.folder}: other people were made than were asked for`)
  return info
}

interface Message {
  readonly percent?: number
  readonly measured?: Measured
  readonly failure?: { readonly isRule: boolean; readonly why: string }
}

function inThread(
  request: MeasureRequest | PrepareRequest,
  onProgress: (percent: number) => void,
  limitMs?: number,
): Promise<Measured | undefined> {
  let limit: NodeJS.Timeout | undefined
  return new Promise<Measured | undefined>((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb: 2048 },
    })
    worker.on('message', ({ percent, measured, failure }: Message) => {
      if (percent !== undefined) onProgress(percent)
      if (measured !== undefined) resolve(measured)
      if (failure !== undefined) reject(failure.isRule ? new RunStopped(failure.why) : new Error(failure.why))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => (code === 0 ? resolve(undefined) : reject(new Error(`the run ended with ${code}`))))
    if (limitMs === undefined) return
    limit = setTimeout(() => {
      reject(new RunStopped(`more than ${limitMs / 1000} s`))
      void worker.terminate()
    }, limitMs)
  }).finally(() => clearTimeout(limit))
}
