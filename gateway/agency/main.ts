/** Entry of the gateway's process. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { runAsChild } from '../child.ts'
import { listen } from '../wire/listen.ts'
import type { AgencyConfig, AgencyReady } from './config.ts'
import { createGateway } from './gateway.ts'
import { createGuard } from './guard.ts'

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
