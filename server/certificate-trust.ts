/** Authorities whose certificates people may sign in with: a folder of their certificates (`*.pem`) and of what they have taken back (`*.crl`). */
import { X509Certificate } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listedRevocations, type Trust } from '@dpg/identity'

/** Lists are read again when asked: whoever fetches them from the authorities puts them here. */
export async function certificateTrust(folder: string | undefined): Promise<Trust | undefined> {
  if (folder === undefined) return undefined
  const read = async (ending: string) => {
    const names = (await readdir(folder)).filter((name) => name.endsWith(ending)).sort()
    return Promise.all(names.map((name) => readFile(join(folder, name))))
  }
  return {
    roots: (await read('.pem')).map((pem) => new X509Certificate(pem)),
    revocations: listedRevocations(async () => (await read('.crl')).map(asDer)),
  }
}

/** Authorities publish either. */
function asDer(file: Buffer): Buffer {
  const text = /-----BEGIN X509 CRL-----([\s\S]+?)-----END/.exec(file.toString('latin1'))?.[1]
  return text ? Buffer.from(text, 'base64') : file
}
