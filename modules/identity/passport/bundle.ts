/** What an app that reads chips hands over: files of the chip, its answer and a picture, in base64url. The same as a file, for pages without script. */
import { z } from 'zod'
import { passportMalformed, type PassportProof } from '../contract.ts'

/** base64url, or base64 as many tools write it. */
export const bytesOf = (most: number) =>
  z
    .string()
    .max(Math.ceil((most * 4) / 3) + 4)
    .regex(/^[A-Za-z0-9+/_-]*={0,2}$/)
    .transform((text) => Buffer.from(text, 'base64'))

const MOST_GROUP = 256 * 1024
const MOST_PICTURE = 4 * 1024 * 1024
const group = bytesOf(MOST_GROUP)

export const passportBundle = z.strictObject({
  id: z.string().max(60).describe('Of the challenge'),
  sod: group.describe('EF.SOD'),
  dg1: group.describe('The machine-readable zone'),
  dg2: group.optional().describe('The face; needed to reach more than the lowest level'),
  dg14: group.optional(),
  dg15: group.optional().describe('The key of the chip'),
  answer: bytesOf(2048).optional().describe('The chip’s signature of the challenge (Active Authentication)'),
  face: bytesOf(MOST_PICTURE).optional().describe('A picture taken just now, JPEG or PNG'),
})
export type PassportBundle = z.output<typeof passportBundle>

export function proofOf({ id, sod, dg1, dg2, dg14, dg15, answer, face }: PassportBundle): PassportProof {
  const given = [
    [1, dg1],
    [2, dg2],
    [14, dg14],
    [15, dg15],
  ] as const
  const groups = new Map(given.flatMap(([number, bytes]) => (bytes ? [[number, bytes] as const] : [])))
  return { id, sod, groups, ...(answer ? { answer } : {}), ...(face ? { face: pictureOf(face) } : {}) }
}

/** By its first bytes, whatever its name says. */
function pictureOf(bytes: Buffer): NonNullable<PassportProof['face']> {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { type: 'image/jpeg', bytes }
  if (bytes.subarray(0, 4).toString('latin1') === '\x89PNG') return { type: 'image/png', bytes }
  throw passportMalformed({})
}

/** The file a reader app makes, and a picture beside it. Throws `identity/passport-malformed`. */
export function proofInFile(id: string, file: Buffer, picture: Buffer | undefined): PassportProof {
  try {
    const written = JSON.parse(file.toString('utf8')) as object
    const read = passportBundle.parse({ ...written, id })
    const proof = proofOf(read)
    return picture ? { ...proof, face: pictureOf(picture) } : proof
  } catch (cause) {
    throw passportMalformed({}, { cause })
  }
}
