/** The rules on a device and the server, asked the same. */
import assert from 'node:assert/strict'
import type { ScreenAnswer, ScreenRequest } from '@dpg/benefits/contract'
import type { deviceWorld } from '@dpg/web-resident/rules-file'
import type { Visitor } from '../harness/index.ts'

interface Both {
  readonly who: Visitor
  readonly world: ReturnType<typeof deviceWorld>
  readonly headers: Readonly<Record<string, string>>
}

/** With what would change a no, and with what they exclude. */
export const WORKED_OUT = ['SSE000000170', 'SD0000016119', '135200005003', 'WII000001410', '336000000096', '161300000099']

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Everything on all services; of `explained` also why, what would change it, and what it goes with. */
export async function assertSameAnswers(
  { who, world, headers }: Both,
  request: ScreenRequest,
  explained: readonly string[],
): Promise<void> {
  const ask = async <T>(path: string, json: object) => (await who.ask(`/api/benefits/${path}`, { json, headers })).json<T>()
  const there = await ask<ScreenAnswer>('screen', request)
  const here = asJson(world.screen(request)) as ScreenAnswer
  assert.ok(here.results.length > 8700)
  assert.deepEqual(here.counts, there.counts)
  assert.deepEqual(here.ask, there.ask)
  assert.deepEqual(here.results, there.results)
  assert.deepEqual(asJson(world.coming(request)), await ask('coming', request))
  // Nobody is asked for their 읍·면·동 here, so the file has no names for them.
  const { 'person.eupmyeondong': _, ...facts } = request.facts
  for (const service of explained) {
    const asked = { ...request, facts }
    assert.deepEqual(asJson(world.explain(service, asked)), await ask(`screen/${service}/why`, asked), service)
  }
}
