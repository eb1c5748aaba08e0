/** Makes people known that may sign in; the same again changes nothing. */
import { randomBytes } from 'node:crypto'
import type { Tx } from '@dpg/kernel/server'
import type { Identity } from './contract.ts'
import type { IdentityDeps } from './index.ts'
import { insertAccounts, knownAccounts, nameContext, replacePersonas } from './store.ts'

type People = Parameters<Identity['enrol']>[1]

export async function enrol(deps: IdentityDeps, tx: Tx, { residents, officials, personas }: People): Promise<void> {
  const known = await knownAccounts(tx, [...residents.map(({ id }) => id), ...officials])
  const rows = []
  for (const { id, name } of residents.filter((one) => !known.has(one.id)))
    rows.push({
      id,
      kind: 'resident' as const,
      name: await deps.sealing.seal(tx, id, nameContext(id), name),
      handle: randomBytes(32),
    })
  for (const id of officials.filter((one) => !known.has(one)))
    rows.push({ id, kind: 'official' as const, name: null, handle: randomBytes(32) })
  if (rows.length > 0) await insertAccounts(tx, rows, deps.clock.now().toString())
  await replacePersonas(tx, personas)
}
