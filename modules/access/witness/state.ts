/** What a witness remembers: its key, and the last tree it signed of each log. A folder; every file is whole or not there. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { open, mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, fromBase64, toBase64, type WitnessKey } from '@dpg/ledger'

export interface WitnessState {
  readonly key: WitnessKey
  readonly privateKey: KeyObject
  latest(origin: string): Promise<Pick<Checkpoint, 'size' | 'root'> | undefined>
  /** Returns when it would survive a power cut. */
  keep(checkpoint: Checkpoint): Promise<void>
}

/** Opens the folder; the first time it is made, with a key of its own. */
export async function openState(folder: string, name: string): Promise<WitnessState> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const privateKey = await keyIn(folder)
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  const file = (origin: string) => join(folder, `${createHash('sha256').update(origin).digest('hex').slice(0, 32)}.json`)
  return {
    key: { name, publicKey: Uint8Array.from(Buffer.from(String(x), 'base64url')) },
    privateKey,
    async latest(origin) {
      const text = await readIfThere(file(origin))
      if (text === undefined) return undefined
      // A file that cannot be read stops the witness: forgetting what it signed would let a log rewrite its past.
      const { size, root } = JSON.parse(text) as { size: number; root: string }
      return { size, root: fromBase64(root) }
    },
    keep: ({ origin, size, root }) =>
      writeWhole(folder, file(origin), `${JSON.stringify({ origin, size, root: toBase64(root) })}\n`),
  }
}

async function keyIn(folder: string): Promise<KeyObject> {
  const path = join(folder, 'key.pem')
  const text = await readIfThere(path)
  if (text !== undefined) return createPrivateKey(text)
  const { privateKey } = generateKeyPairSync('ed25519')
  await writeWhole(folder, path, String(privateKey.export({ format: 'pem', type: 'pkcs8' })))
  return privateKey
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function writeWhole(folder: string, path: string, text: string): Promise<void> {
  const part = `${path}.new`
  const file = await open(part, 'w', 0o600)
  await file.writeFile(text)
  await file.sync()
  await file.close()
  await rename(part, path)
  const directory = await open(folder, 'r')
  await directory.sync()
  await directory.close()
}
