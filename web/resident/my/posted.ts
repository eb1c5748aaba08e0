/** Posted forms: any fields, of a size that a person could have typed; what they mean is for the contract to read. */
import { z } from 'zod'

const typed = z.string().max(10_000)
const file = z.instanceof(File)

export const posted = z.record(z.string().max(120), z.union([typed, file, z.array(z.union([typed, file])).max(200)]))
export type Posted = z.infer<typeof posted>

export const textOf = (fields: Posted, name: string): string => {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}

/** The text fields, without files. */
export function textsOf(fields: Posted): Record<string, string | string[]> {
  const texts: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') texts[name] = value
    else if (Array.isArray(value)) texts[name] = value.filter((one) => typeof one === 'string')
  }
  return texts
}

export const FILE_PREFIX = 'file:'

export interface PostedFile {
  /** The need it is for. */
  readonly need: string
  readonly file: File
}

/** Files that were really chosen: an empty file field posts one without a name. */
export const filesOf = (fields: Posted): PostedFile[] =>
  Object.entries(fields).flatMap(([name, value]) =>
    name.startsWith(FILE_PREFIX)
      ? [value]
          .flat()
          .flatMap((file) => (typeof file !== 'string' && file.size > 0 ? [{ need: name.slice(FILE_PREFIX.length), file }] : []))
      : [],
  )

export const contentOf = async (file: File) => ({
  name: file.name.slice(0, 200),
  type: file.type.slice(0, 100),
  bytes: new Uint8Array(await file.arrayBuffer()),
})
