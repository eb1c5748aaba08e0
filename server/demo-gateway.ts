/** The outside world of demonstration mode: simulated registers behind their gateway, as processes of their own. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Gateways } from '@dpg/exchange'
import { resolve } from 'node:path'
import { type RunningGateway, startGateway } from '@dpg/gateway'
import type { Log, Pairwise } from '@dpg/kernel/server'
import { parse } from 'yaml'
import { signingKey } from './keys.ts'
import { type PackFile, readPackFiles } from './pack-files.ts'
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
    registers: heldFacts(await readPackFiles(pack)),
    signingKey: (purpose) => signingKey(master, purpose),
    nameKey: (register) => pairwise.keyFor(register),
    callers: [{ keyid: EXCHANGE_KEY, key: createPublicKey(signingKey(master, EXCHANGE_KEY)) }],
    latencyMs: settings.DPG_REGISTER_LATENCY,
    log,
  })
}

/** How the exchange reaches the simulated registers; without a gateway there is no way to any. */
export function gatewaysOf(gateway: RunningGateway | undefined, key: KeyObject): Gateways {
  return {
    signer: { keyid: EXCHANGE_KEY, key },
    before: (register) => {
      const registerKey = gateway?.keys.registers[register]
      return gateway && registerKey && { url: gateway.url, gatewayKey: gateway.keys.gateway, registerKey }
    },
  }
}

interface Written {
  readonly id: string
  readonly register?: string
  readonly derive?: unknown
}

/** Which register holds which facts, read from the files alone: an outside system does not wait for our catalogue. */
function heldFacts(files: readonly PackFile[]): { readonly id: string; readonly facts: readonly string[] }[] {
  const read = (path: string) => parse(files.find((file) => file.path === path)?.text ?? '[]') as readonly Written[]
  const facts = files.filter(({ path }) => path.startsWith('facts/')).flatMap(({ path }) => read(path))
  const held = Map.groupBy(
    facts.filter(({ register, derive }) => register !== undefined && derive === undefined),
    ({ register }) => register!,
  )
  return read('registers.yaml').map(({ id }) => ({ id, facts: (held.get(id) ?? []).map((fact) => fact.id) }))
}
