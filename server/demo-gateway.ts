/** The outside world of demonstration mode: simulated registers behind their gateway, as processes of their own. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Gateways } from '@dpg/exchange'
import { type RunningGateway, startGateway } from '@dpg/gateway'
import type { Log, Pairwise } from '@dpg/kernel/server'
import { parse } from 'yaml'
import { signingKey } from './keys.ts'
import { hashPackFiles, type PackFile, readPackFiles } from './pack-files.ts'
import type { Settings } from './settings.ts'

export interface DemoGatewayDeps {
  readonly log: Log
  readonly pairwise: Pairwise
  readonly master: Uint8Array
}

/** What the exchange signs its questions with. */
export const EXCHANGE_KEY = 'exchange'

export async function startDemoGateway(settings: Settings, { log, pairwise, master }: DemoGatewayDeps): Promise<RunningGateway> {
  const pack = resolve(settings.DPG_COUNTRY)
  return startGateway({
    dataDir: settings.DATA_DIR,
    pack,
    people: settings.DPG_PEOPLE,
    seed: settings.DPG_SEED,
    registers: await readHeldFacts(pack, resolve(settings.DATA_DIR)),
    signingKey: (purpose) => signingKey(master, purpose),
    nameKey: (register) => pairwise.keyFor(register),
    callers: [{ keyid: EXCHANGE_KEY, key: createPublicKey(signingKey(master, EXCHANGE_KEY)) }],
    latencyMs: settings.DPG_REGISTER_LATENCY,
    log,
  })
}

/** How the exchange reaches the simulated registers; without a gateway, or before it is ready, there is no way to any. */
export function gatewaysOf(gateway: () => RunningGateway | undefined, key: KeyObject): Gateways {
  return {
    signer: { keyid: EXCHANGE_KEY, key },
    before: (register) => {
      const ready = gateway()
      const registerKey = ready?.keys.registers[register]
      return ready && registerKey && { url: ready.url, gatewayKey: ready.keys.gateway, registerKey }
    },
  }
}

interface HeldFacts {
  readonly id: string
  readonly facts: readonly string[]
}

/** Reading them takes a quarter of a second, so the answer is kept beside the hash of what it was read from, this file included. */
async function readHeldFacts(pack: string, dataDir: string): Promise<readonly HeldFacts[]> {
  const files = (await readPackFiles(pack)).filter(({ path }) => path.startsWith('facts/') || path === REGISTERS)
  const hash = hashPackFiles([...files, { path: import.meta.filename, text: await readFile(import.meta.filename, 'utf8') }])
  const kept = join(dataDir, 'registers', 'held-facts.json')
  const before = await readFile(kept, 'utf8').then(
    (text) => JSON.parse(text) as { readonly hash: string; readonly registers: readonly HeldFacts[] },
    () => undefined,
  )
  if (before?.hash === hash) return before.registers
  const registers = heldFacts(files)
  await mkdir(dirname(kept), { recursive: true })
  await writeFile(`${kept}.part`, JSON.stringify({ hash, registers }))
  await rename(`${kept}.part`, kept)
  return registers
}

const REGISTERS = 'registers.yaml'

interface Written {
  readonly id: string
  readonly register?: string
  readonly derive?: unknown
}

/** Which register holds which facts, read from the files alone: an outside system does not wait for our catalogue. */
function heldFacts(files: readonly PackFile[]): HeldFacts[] {
  const read = (path: string) => parse(files.find((file) => file.path === path)?.text ?? '[]') as readonly Written[]
  const facts = files.filter(({ path }) => path !== REGISTERS).flatMap(({ path }) => read(path))
  const held = Map.groupBy(
    facts.filter(({ register, derive }) => register !== undefined && derive === undefined),
    ({ register }) => register!,
  )
  return read(REGISTERS).map(({ id }) => ({ id, facts: (held.get(id) ?? []).map((fact) => fact.id) }))
}
