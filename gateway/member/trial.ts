/** `try`: a portal that asks and a registry that answers, on one machine, for whoever wants to see it before installing anything. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { journalFolder } from './gateway.ts'
import { stopSignal } from './stop-signal.ts'
import { CLIENT, SERVICE, system, twoMembers } from './testing.ts'

const PEOPLE: Readonly<Record<string, object>> = {
  '/1': { name: '김보기', bornOn: '1961-03-03' },
  '/2': { name: '이보기', bornOn: '1990-12-24' },
}

export async function startTrial(print: (line: string) => void): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'dpg-gateway-'))
  const registry = await system((request, response) => {
    const found = PEOPLE[request.url ?? '']
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(found ?? { title: 'nobody' }))
  })
  const world = await twoMembers(folder, registry.url)
  print(`물어보기 (ask):  curl -H 'X-Road-Client: ${CLIENT}' ${world.portal.inside}/r1/${SERVICE}/1`)
  print(`묻는 쪽 기록 (asker's journal):    ${journalFolder(world.configs.portal)}`)
  print(`답하는 쪽 기록 (holder's journal): ${journalFolder(world.configs.registry)}`)
  print('끝내기 (end): Ctrl+C')
  await stopSignal()
  await world.stop()
  await registry.close()
  await rm(folder, { recursive: true, force: true })
  return 0
}
