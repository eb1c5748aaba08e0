/** The people that what-ifs are run over: those of a folder, or synthetic ones made on first use by a thread of its own. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { nationOf, populationRows, readPopulationPack } from '@dpg/gateway/population'
import type { PeopleSource } from '@dpg/policy'
import { readInfo, writePeople } from '@dpg/policy/people'
import type { Settings } from './settings.ts'

interface Wish {
  readonly folder: string
  readonly pack: string
  readonly people: number
  readonly seed: number
  readonly version: string
}

export function policyPeople({ DATA_DIR, DPG_COUNTRY, DPG_POLICY_FOLDER, DPG_POLICY_PEOPLE, DPG_SEED }: Settings): PeopleSource {
  if (DPG_POLICY_FOLDER) return readOnly(resolve(DPG_POLICY_FOLDER), join(resolve(DATA_DIR), 'policy', 'engine'))
  const pack = resolve(DPG_COUNTRY)
  const known: { version?: string; nation?: number } = {}
  const wish = { pack, people: DPG_POLICY_PEOPLE, seed: DPG_SEED }
  const folder = join(resolve(DATA_DIR), 'policy', `people-${DPG_POLICY_PEOPLE}-${DPG_SEED}`)
  // Told once: what is made must be what was asked for, even when files change under a running server.
  const version = () => {
    known.version ??= versionOf(wish)
    return known.version
  }
  return {
    folder,
    people: DPG_POLICY_PEOPLE,
    seed: DPG_SEED,
    get version() {
      return version()
    },
    get nation() {
      known.nation ??= nationOf(readPopulationPack(pack))
      return known.nation
    },
    make: () => inThread({ ...wish, folder, version: version() }),
  }
}

/** Somebody else's folder: it says itself what it is, and nothing is written there. */
function readOnly(folder: string, engine: string): PeopleSource {
  const info = readInfo(folder)
  if (info === undefined) throw new Error(`settings: DPG_POLICY_FOLDER: ${folder} holds no people (people.json is missing)`)
  return { folder, engine, version: info.version, people: info.people, nation: info.nation, seed: info.seed, make: undefined }
}

/** Names people by all that they are made from: number, seed, the tables of the country and the code that draws. */
function versionOf({ pack, people, seed }: Omit<Wish, 'folder' | 'version'>): string {
  const hash = createHash('sha256').update(`people ${people} seed ${seed}\n`)
  const code = dirname(fileURLToPath(import.meta.resolve('@dpg/gateway/population')))
  const places = [join(pack, 'population'), join(pack, 'parameters'), code]
  for (const [i, place] of places.entries())
    for (const path of filesIn(place)) hash.update(`${i}/${path}\n`).update(readFileSync(join(place, path)))
  hash.update(readFileSync(join(pack, 'areas.tsv')))
  return `sha256:${hash.digest('hex')}`
}

const filesIn = (place: string): readonly string[] =>
  readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts') && /\.(ts|tsv|yaml)$/.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(place.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort()

const inThread = (wish: Wish): Promise<void> =>
  new Promise((done, fail) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: wish })
    worker.on('error', fail)
    worker.on('exit', (code) => (code === 0 ? done() : fail(new Error(`making people ended with ${code}`))))
  })

/** The thread's part. */
function make({ folder, pack: place, people, seed, version }: Wish): void {
  const pack = readPopulationPack(place)
  writePeople(folder, { version, seed, nation: nationOf(pack) }, populationRows({ people, seed }, pack))
}

if (!isMainThread && typeof workerData === 'object' && workerData !== null && 'version' in workerData) make(workerData as Wish)
