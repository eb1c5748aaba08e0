/** Data group 2: the face of the holder, as the state put it on the chip (ICAO Doc 9303-10, 4.7.2; ISO/IEC 19794-5). */
import { children, expect, MalformedError, readTlv, type Tlv } from './der.ts'

export interface FaceImage {
  readonly type: 'image/jpeg' | 'image/jp2'
  readonly bytes: Buffer
}

const DG2 = 0x75
const GROUP = 0x7f61
const TEMPLATE = 0x7f60
/** Plain, or protected by a form of its own. */
const DATA = [0x5f2e, 0x7f2e]
/** `FAC`, version, length, count; then a block of twenty bytes, eight for each feature point, twelve of the image. */
const RECORD_HEADER = 14
const FACE_HEADER = 20
const POINT = 8
const IMAGE_HEADER = 12

/** The first face of the group, given whole with its tag. Throws MalformedError. */
export function faceIn(group: Buffer): FaceImage {
  const groups = children(expect(children(expect(readTlv(group), DG2, 'data group 2'))[0], GROUP, 'the faces'))
  const template = expect(
    groups.find(({ tag }) => tag === TEMPLATE),
    TEMPLATE,
    'a face',
  )
  const data = children(template).find(({ tag }) => DATA.includes(tag))
  if (!data) throw new MalformedError('the picture of the face is missing')
  return imageIn(data)
}

function imageIn({ content }: Tlv): FaceImage {
  if (content.subarray(0, 4).toString('latin1') !== 'FAC\0' || content.length < RECORD_HEADER + FACE_HEADER)
    throw new MalformedError('no record of a face')
  const points = content.readUInt16BE(RECORD_HEADER + 4)
  const bytes = content.subarray(RECORD_HEADER + FACE_HEADER + points * POINT + IMAGE_HEADER)
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { type: 'image/jpeg', bytes }
  // JPEG 2000: a file, or the bare stream of one.
  if (bytes.subarray(4, 8).toString('latin1') === 'jP  ' || (bytes[0] === 0xff && bytes[1] === 0x4f))
    return { type: 'image/jp2', bytes }
  throw new MalformedError('a picture of another kind')
}
