import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { test } from 'node:test'
import { readControl, modes, switchRegister } from '@dpg/gateway'
import { eventually, held, openCountry, openPlatform, personas, request } from './country.ts'

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('부모가 kill -9로 죽어도 대장과 게이트웨이가 남지 않는다', async () => {
  const parent = fork(new URL('./parent.ts', import.meta.url), { execArgv: [] })
  const pids = await new Promise<number[]>((resolve, reject) => {
    parent.once('message', (message) => resolve(message as number[]))
    parent.once('exit', () => reject(new Error('the parent ended')))
  })
  assert.ok(pids.length === 2 && pids.every(isAlive))
  parent.kill('SIGKILL')
  await eventually(() => (pids.some(isAlive) ? undefined : true))
})

test('대장마다 따로 켜도 같은 사람들을 말하고, 한 대장이 안 일을 다른 대장도 안다', async () => {
  const two = held.filter(({ id }) => id === 'family-register' || id === 'social-security')
  const country = await openCountry({ processes: 'each', registers: two })
  const gateway = await country.start()
  const platform = await openPlatform(() => gateway)
  try {
    assert.equal(gateway.pids.registers.length, 2)
    const { id } = personas[0]!
    await gateway.happen({ kind: 'birth', person: id, name: '새벽', sex: 'male', on: '2026-10-01' })
    const names = await eventually(async () => {
      const { facts } = await platform.exchange.fetch(request(id, ['household.members']))
      const names = (facts['household.members']?.value as { name: string }[] | undefined)?.map(({ name }) => name)
      return names?.includes('새벽') ? names : undefined
    })
    assert.equal(names.length, personas[0]!.person.household.members.length + 1)
  } finally {
    await platform.listener.stop()
    await gateway.stop()
    await platform.db.close()
    await country.close()
  }
})

test('명령줄은 열쇠 파일로만 대장을 바꿀 수 있고, 멈추면 파일이 사라진다', async () => {
  const country = await openCountry({ registers: held.slice(0, 2) })
  const gateway = await country.start()
  try {
    const control = await readControl(country.dataDir)
    await switchRegister(control, held[0]!.id, 'slow')
    assert.deepEqual(await modes(control), { [held[0]!.id]: 'slow', [held[1]!.id]: 'up' })
    await assert.rejects(switchRegister({ ...control, token: 'guess' }, held[0]!.id, 'up'), /no-token/)
  } finally {
    await gateway.stop()
  }
  await assert.rejects(readControl(country.dataDir), /no simulated registers/)
  await country.close()
})
