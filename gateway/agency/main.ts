/** Entry of the gateway's process. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { runAsChild } from '../child.ts'
import { listen } from '../wire/listen.ts'
import { createGateway } from './gateway.ts'
import { createGuard } from './guard.ts'

export interface AgencyConfig {
  /** 0: the system chooses. */
  readonly port: number
  readonly signer: { readonly keyid: string; readonly key: Buffer }
  readonly callers: readonly { readonly keyid: string; readonly key: Buffer; readonly registers: readonly string[] }[]
  readonly registers: readonly { readonly id: string; readonly facts: readonly string[] }[]
  readonly addresses: Readonly<Record<string, string>>
  readonly maxWaitMs: number
}
export interface AgencyReady {
  readonly port: number
}

runAsChild<AgencyConfig>(async (config, tell) => {
  let addresses = config.addresses
  const server = createGateway({
    guard: createGuard(
      config.callers.map(({ keyid, key, registers }) => ({
        keyid,
        key: createPublicKey({ key, format: 'der', type: 'spki' }),
        registers: new Set(registers),
      })),
    ),
    registers: new Map(config.registers.map(({ id, facts }) => [id, { id, facts: new Set(facts) }])),
    addressOf: (register) => addresses[register],
    signer: { keyid: config.signer.keyid, key: createPrivateKey({ key: config.signer.key, format: 'der', type: 'pkcs8' }) },
    maxWaitMs: config.maxWaitMs,
  })
  tell({ ready: { port: await listen(server, config.port) } satisfies AgencyReady })
  return (message) => {
    const told = message as { addresses?: Readonly<Record<string, string>> }
    if (told.addresses) addresses = told.addresses
  }
})
