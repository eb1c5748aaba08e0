/** The master key, and what derives from it. Losing it loses every sealed fact; it is made once and kept in DATA_DIR, or given by settings. */
import { createPrivateKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Settings } from './settings.ts'

const BYTES = 32
/** PKCS #8 of an Ed25519 private key, up to its 32 bytes (RFC 8410 §7). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export async function masterKey(settings: Pick<Settings, 'DATA_DIR' | 'DPG_MASTER_KEY'>): Promise<Buffer> {
  if (settings.DPG_MASTER_KEY) return checked(settings.DPG_MASTER_KEY, 'DPG_MASTER_KEY')
  const folder = resolve(settings.DATA_DIR)
  const path = join(folder, 'master-key')
  await mkdir(folder, { recursive: true })
  if (!existsSync(path)) await makeKey(path)
  return checked((await readFile(path, 'utf8')).trim(), path)
}

/** Whole or not there at all, whenever we are killed; of two that make one, the first one's counts. */
async function makeKey(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(BYTES).toString('base64')}\n`)
    await file.sync()
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await file.close()
    await rm(draft, { force: true })
  }
}

function checked(text: string, where: string): Buffer {
  const key = Buffer.from(text, 'base64')
  if (key.length !== BYTES) throw new Error(`${where} must hold ${BYTES} bytes in base64, not ${key.length}`)
  return key
}

/** An Ed25519 key for one purpose: the same master key gives the same key. */
export function signingKey(master: Uint8Array, purpose: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', master, 'dpg', `sign:${purpose}`, BYTES))
  return createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: 'der', type: 'pkcs8' })
}

/** 32 bytes for one use of one module: the same master key gives the same. */
export const secretFor = (master: Uint8Array, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', master, 'dpg', `secret:${use}`, BYTES))
