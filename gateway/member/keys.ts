/** The gateway's own keys: made on this machine, never leave it. Several at once, so that a new one can take over without a pause. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NoteKey } from '@dpg/ledger'

/** What the operator of the list is given to enter: nothing secret. */
export interface PublicKeyEntry {
  readonly id: string
  readonly use: 'sign' | 'seal'
  readonly spki: string
  readonly from: string
  readonly until: string
}

interface KeyFile extends PublicKeyEntry {
  readonly pkcs8: string
}

export interface OwnKey extends PublicKeyEntry {
  readonly key: KeyObject
}

const DAY_MS = 86_400_000
const LASTS_DAYS = 398

/** Makes one new key of each use and keeps it in the folder, readable by its owner only. */
export async function makeKeys(folder: string, now = new Date(), days = LASTS_DAYS): Promise<readonly PublicKeyEntry[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const from = now.toISOString()
  const until = new Date(now.getTime() + days * DAY_MS).toISOString()
  const stamp = from.replace(/[-:T]/g, '').slice(0, 14)
  const made = (['sign', 'seal'] as const).map((use): KeyFile => {
    const { privateKey } = use === 'sign' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('x25519')
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
    return { id: `${use}-${stamp}`, use, spki: spkiOf(privateKey), from, until, pkcs8 }
  })
  for (const one of made)
    await writeFile(join(folder, `${one.id}.json`), JSON.stringify(one, null, 2), { mode: 0o600, flag: 'wx', flush: true })
  return made.map(withoutSecret)
}

const spkiOf = (key: KeyObject): string => createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64')
const withoutSecret = ({ id, use, spki, from, until }: PublicKeyEntry): PublicKeyEntry => ({ id, use, spki, from, until })

/** Newest first. */
export async function readKeys(folder: string): Promise<readonly OwnKey[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^(sign|seal)-\d{14}\.json$/.test(name))
  const keys = await Promise.all(
    names.map(async (name) => {
      const read = JSON.parse(await readFile(join(folder, name), 'utf8')) as KeyFile
      const key = createPrivateKey({ key: Buffer.from(read.pkcs8, 'base64'), format: 'der', type: 'pkcs8' })
      return { ...withoutSecret(read), key }
    }),
  )
  return keys.sort((a, b) => b.from.localeCompare(a.from))
}

export interface NoteSigner {
  readonly key: NoteKey
  readonly signer: KeyObject
}

/** The key that signs notes (the journal's checkpoints, or a list of members): Ed25519, made when it is first asked for. */
export async function noteSigner(file: string, name: string): Promise<NoteSigner> {
  const known = await readFile(file, 'utf8').catch(() => undefined)
  const signer = known ? createPrivateKey(known) : generateKeyPairSync('ed25519').privateKey
  if (!known) await writeFile(file, signer.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx', flush: true })
  const raw = createPublicKey(signer).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { key: { name, publicKey: new Uint8Array(raw) }, signer }
}
