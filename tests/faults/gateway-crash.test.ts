/** Kills gateways at any moment. `DPG_KILLS=200 node --test tests/faults/gateway-crash.test.ts` for longer. */
import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { entriesOf, journalFolder, verifyJournal } from '@dpg/gateway/member'
import { CLIENT, REGISTRY, SERVICE, type System, system, type Written, writeWorld } from '@dpg/gateway/member/testing'
import { ended, start as startAt } from './gateway-process.ts'

const KILLS = Number(process.env['DPG_KILLS'] ?? 6)

let folder: string
let people: System
let written: Written
const done = new Map<string, number>()

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpg-crash-'))
  people = await system((request, response) => {
    const id = String(request.headers['x-road-id'])
    if (request.method === 'POST') done.set(id, (done.get(id) ?? 0) + 1)
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id })), randomInt(4))
  })
  written = await writeWorld(folder, people.url)
})
after(async () => {
  await people.close()
  await rm(folder, { recursive: true, force: true })
})

const start = (side: 'portal' | 'registry') => startAt(join(folder, `${side}.yaml`), written[side])

test('whoever is killed at whatever moment: no answer without an entry on both sides, nothing done twice, no journal broken', async () => {
  const answered = new Map<string, 'GET' | 'POST'>()
  let registry = await start('registry')
  const place = () =>
    written.relist(written.members.map((one) => (one.id === REGISTRY ? { ...one, gateway: registry.outside } : one)))
  await place()
  let portal = await start('portal')
  for (let kill = 0; kill < KILLS; kill++) {
    const open = new Map<string, 'GET' | 'POST'>()
    const asking = Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        const [id, method] = [randomUUID(), i % 2 === 0 ? ('POST' as const) : ('GET' as const)]
        open.set(id, method)
        if (await ask(portal.inside, id, method)) answered.set(id, method)
      }),
    )
    await new Promise((resolve) => setTimeout(resolve, randomInt(25)))
    const side = kill % 2 === 0 ? 'registry' : 'portal'
    const killed = side === 'registry' ? registry : portal
    const gone = ended(killed.child)
    killed.child.kill('SIGKILL')
    await gone
    await asking
    if (side === 'registry') {
      registry = await start('registry')
      await place()
      // The portal hears of the new place with the next list; a new start stands for the minute until then.
      const stopped = ended(portal.child)
      portal.child.kill('SIGTERM')
      await stopped
    }
    portal = await start('portal')
    // Everybody asks again with the same id.
    for (const [id, method] of open) if (await ask(portal.inside, id, method)) answered.set(id, method)
  }
  for (const one of [portal, registry]) {
    const gone = ended(one.child)
    one.child.kill('SIGTERM')
    await gone
  }
  assert.ok(answered.size > KILLS * 6, `${answered.size} were answered`)
  assert.deepEqual(
    [...done.values()].filter((times) => times > 1),
    [],
  )
  for (const [side, { journalKey }] of [
    ['portal', portal],
    ['registry', registry],
  ] as const) {
    assert.equal((await verifyJournal(journalFolder(written[side]), journalKey)).why, 'good')
    const ids = new Set<string>()
    for await (const line of entriesOf(journalFolder(written[side]))) {
      const { id, outcome } = JSON.parse(String(line)) as { id: string; outcome: unknown }
      if (outcome === 200) ids.add(id)
    }
    assert.deepEqual(
      [...answered.keys()].filter((id) => !ids.has(id)),
      [],
      `answered without an entry at the ${side}`,
    )
  }
})

/** Whether the answer of the system came through. */
async function ask(inside: string, id: string, method: 'GET' | 'POST'): Promise<boolean> {
  try {
    const answer = await fetch(`${inside}/r1/${SERVICE}/1`, { method, headers: { 'x-road-client': CLIENT, 'x-road-id': id } })
    return answer.status === 200 && ((await answer.json()) as { id: string }).id === id
  } catch {
    return false
  }
}
