import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { masterKey } from './keys.ts'

const folder = await mkdtemp(join(tmpdir(), 'dpg-keys-'))
after(() => rm(folder, { recursive: true, force: true }))

test('the master key is there whole or not at all, and everyone who makes it has the same', async () => {
  const settings = { DATA_DIR: join(folder, 'data'), DPG_MASTER_KEY: undefined }
  const keys = await Promise.all(Array.from({ length: 20 }, () => masterKey(settings)))
  assert.equal(new Set(keys.map((key) => key.toString('base64'))).size, 1)
  assert.equal(keys[0]!.length, 32)
  assert.deepEqual(await readdir(settings.DATA_DIR), ['master-key'])
  assert.equal((await stat(join(settings.DATA_DIR, 'master-key'))).mode & 0o777, 0o600)
})

test('a first start that ended while it wrote the key does not stop the next one', async () => {
  const DATA_DIR = join(folder, 'ended')
  const first = `import { masterKey } from ${JSON.stringify(new URL('./keys.ts', import.meta.url).href)}
    await masterKey({ DATA_DIR: ${JSON.stringify(DATA_DIR)} })`
  // Not one byte may be written to a file: the system ends who tries.
  const ended = spawnSync('sh', ['-c', 'ulimit -f 0; exec "$0" --input-type=module -e "$1"', process.execPath, first])
  assert.notEqual(ended.status, 0)
  assert.equal((await masterKey({ DATA_DIR, DPG_MASTER_KEY: undefined })).length, 32)
})
