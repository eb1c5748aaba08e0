/**
 * Runs before every npm script, on whatever Node (20+) the machine has: installs what the lock file names, when it is
 * not there yet or the lock file has changed. Plain JavaScript, because an older Node cannot read TypeScript.
 */
const { createHash } = require('node:crypto')
const { existsSync, readFileSync, writeFileSync } = require('node:fs')
const { spawnSync } = require('node:child_process')
const { join } = require('node:path')

const root = join(__dirname, '..')
const stamp = join(root, 'node_modules', '.dpg-installed')
const hash = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash

if (!installed) {
  console.error('설치하는 중입니다 (처음 한 번). Installing what the lock file names, once …')
  const npm = process.env.npm_execpath
  const [command, args] = npm ? [process.execPath, [npm, 'ci', '--loglevel=error']] : ['npm', ['ci', '--loglevel=error']]
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: '' } })
  if (status !== 0) {
    console.error('npm ci 가 실패했습니다. 위의 오류를 고친 뒤 다시 실행해 주세요. npm ci failed; see the error above.')
    process.exit(status ?? 1)
  }
  if (!existsSync(join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node'))) {
    console.error(
      `이 기계(${process.platform}-${process.arch})에 맞는 Node 26을 npm에서 찾지 못했습니다. Node 26을 직접 설치해 주세요. npm has no Node 26 for this machine; install it yourself.`,
    )
    if (Number(process.versions.node.split('.')[0]) < 26) process.exit(1)
  }
  writeFileSync(stamp, hash)
}
