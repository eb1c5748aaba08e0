/** Kills gateways while changes are told. `DPG_KILLS=200 node --test tests/faults/gateway-notices.test.ts` for longer. */
import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { journalFolder, verifyJournal } from '@dpg/gateway/member'
import { CLIENT, REGISTRY, SERVICE, type System, system, type Written, writeWorld } from '@dpg/gateway/member/testing'
import { ended, type Process, start } from './gateway-process.ts'

const KILLS = Number(process.env['DPG_KILLS'] ?? 4)
const PEOPLE = 8
const UNTIL = new Date(Date.now() + 3_600_000).toISOString()
/** Gateways are found again at the same place. */
const PORTS = { portal: randomInt(20_000, 26_000), registry: randomInt(26_000, 32_000) }

let folder: string
let people: System
let written: Written
let gateways: { portal: Process; registry: Process }

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dpg-notices-'))
  people = await system((_, response) => response.writeHead(200).end('{}'))
  written = await writeWorld(folder, people.url, PORTS)
  const [portal, registry] = await Promise.all([begin('portal'), begin('registry')])
  gateways = { portal, registry }
})
after(async () => {
  for (const { child } of Object.values(gateways ?? {})) child.kill('SIGKILL')
  await people.close()
  await rm(folder, { recursive: true, force: true })
})

const begin = (side: 'portal' | 'registry') => start(join(folder, `${side}.yaml`), written[side])

/** The portal's system: it keeps what it heard and the place it has come to. */
const counted = new Map<string, number>()
let place = 0
async function listen(): Promise<void> {
  const answer = await fetch(`${gateways.portal.inside}/notices/?after=${place}`, { headers: { 'x-road-client': CLIENT } })
  const { notices, next } = (await answer.json()) as { notices: { path: string; what: string }[]; next: number }
  for (const { path, what } of notices) counted.set(path, (counted.get(path) ?? 0) + (what === 'changed' ? 1 : 1_000))
  place = next
}

/** Again with the same id until it is answered, as a system does. */
async function until(done: () => Promise<boolean>): Promise<void> {
  const ends = Date.now() + 60_000
  while (!(await done().catch(() => false))) {
    assert.ok(Date.now() < ends, 'nobody answers')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
const post = async (url: string, client: string, id: string, more: Record<string, string>, body: string) =>
  (await fetch(url, { method: 'POST', headers: { 'x-road-client': client, 'x-road-id': id, ...more }, body })).ok

const subscribe = (path: string) => {
  const id = randomUUID()
  return until(() => post(`${gateways.portal.inside}/subscriptions/${SERVICE}${path}`, CLIENT, id, { 'dpg-until': UNTIL }, ''))
}
const change = (path: string) => {
  const [id, body] = [randomUUID(), JSON.stringify({ path })]
  return until(() => post(`${gateways.registry.inside}/changes/${SERVICE}`, `${REGISTRY}/registry`, id, {}, body))
}

test('whoever is killed at whatever moment: every change that was taken is heard, and heard once', async () => {
  const made = new Map<string, number>()
  const paths = Array.from({ length: PEOPLE }, (_, i) => `/people/${i}`)
  const subscribing = Promise.all(paths.map(subscribe))
  for (let kill = 0; kill < KILLS; kill++) {
    const changing = (async () => {
      if (kill === 0) await subscribing
      for (let i = 0; i < 6; i++) {
        const path = paths[randomInt(PEOPLE)]!
        await change(path)
        made.set(path, (made.get(path) ?? 0) + 1)
        await listen().catch(() => undefined)
      }
    })()
    await new Promise((resolve) => setTimeout(resolve, randomInt(40)))
    const side = kill % 2 === 0 ? 'registry' : 'portal'
    const gone = ended(gateways[side].child)
    gateways[side].child.kill('SIGKILL')
    await gone
    gateways[side] = await begin(side)
    await changing
  }
  const total = (all: Map<string, number>) => [...all.values()].reduce((a, b) => a + b, 0)
  await until(async () => {
    await listen()
    return total(counted) >= total(made)
  })
  await new Promise((resolve) => setTimeout(resolve, 200))
  await listen()
  assert.deepEqual([...counted].sort(), [...made].sort())
  for (const side of ['portal', 'registry'] as const) {
    const gone = ended(gateways[side].child)
    gateways[side].child.kill('SIGTERM')
    await gone
    assert.equal((await verifyJournal(journalFolder(written[side]), gateways[side].journalKey)).why, 'good')
  }
})
