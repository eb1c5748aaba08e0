/** Entry of the process in which simulated registers live: all ten, or those it is told. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { partyNames } from '@dpg/kernel/pairwise'
import { runAsChild } from '../child.ts'
import { loadPeople } from '../population/index.ts'
import { listen } from '../wire/listen.ts'
import { createAdmin, type Hosted } from './admin.ts'
import { type Change, ChangeRefused } from './change.ts'
import { ADMIN, type RegistersConfig, type RegistersReady } from './config.ts'
import { openJournal, readJournal } from './journal.ts'
import { createSwitch } from './modes.ts'
import { createRegister } from './register.ts'
import { createWorld, type World } from './world.ts'

runAsChild<RegistersConfig>(async (config, tell) => {
  const suffix = `.${config.seed}-${config.people}.jsonl`
  const journals = new Map(config.registers.map(({ id }) => [id, openJournal(join(config.folder, id + suffix))]))
  const world = createWorld(loadPeople(config))
  remember(world, config.folder, suffix)

  const callers = new Map(config.callers.map(({ keyid, key }) => [keyid, createPublicKey({ key, format: 'der', type: 'spki' })]))
  const hosted = new Map<string, Hosted>()
  for (const { id, keyid, key, names } of config.registers) {
    const control = createSwitch(config)
    const register = createRegister({
      id,
      world,
      names: partyNames(names),
      journal: journals.get(id)!,
      signer: { keyid, key: createPrivateKey({ key, format: 'der', type: 'pkcs8' }) },
      keyOf: (one) => callers.get(one),
      switch: control,
      today: () => Temporal.Now.plainDateISO('Asia/Seoul').toString(),
      applied: (change) => tell({ applied: change }),
    })
    hosted.set(id, { register, switch: control })
  }
  const servers = [...hosted].map(([id, { register }]) => [id, register.server] as const)
  const ports = await Promise.all(
    [...servers, [ADMIN, createAdmin(config.token, hosted)] as const].map(
      async ([id, server]) => [id, await listen(server, config.ports[id] ?? 0)] as const,
    ),
  )
  tell({ ready: { ports: Object.fromEntries(ports) } satisfies RegistersReady })
  return (message) => {
    const told = message as { apply?: Change }
    if (told.apply) world.apply(told.apply)
  }
})

/** All that has happened so far, in the journals of all registers, in the order in which it happened. */
function remember(world: World, folder: string, suffix: string): void {
  const entries = globSync(`*${suffix}`, { cwd: folder }).flatMap((file) => readJournal(join(folder, file)).entries)
  entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq))
  for (const { change } of entries) {
    try {
      world.apply(change)
    } catch (error) {
      // The people were drawn anew by other rules, and this one does not live there any more.
      if (!(error instanceof ChangeRefused)) throw error
    }
  }
}
