/** Bodies from outside: limited in size, depth and kind before anything reads them. */
import { bodyTooLarge, malformedBody, wrongMediaType } from './problems.ts'

const MAX_DEPTH = 32
const DEFAULT_MAX = 256 * 1024

export type FormValue = string | File
/** Fields of a posted form; a repeated field is a list. Prototype keys are refused. */
export type Form = Readonly<Record<string, FormValue | readonly FormValue[]>>

/** Reads a JSON body; refuses wrong media types, oversize and nesting beyond 32. */
export async function readJson(request: Request, maxBytes = DEFAULT_MAX): Promise<unknown> {
  if (!/^application\/(\w+\+)?json\b/i.test(request.headers.get('content-type') ?? ''))
    throw wrongMediaType({ expected: 'application/json' })
  const text = await readText(request, maxBytes)
  if (deeperThan(text, MAX_DEPTH)) throw malformedBody({ reason: 'too-deep' })
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
  } catch (cause) {
    throw malformedBody({ reason: 'not-json' }, { cause })
  }
}

/** Reads a posted form, urlencoded or multipart. */
export async function readForm(request: Request, maxBytes = DEFAULT_MAX): Promise<Form> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    throw wrongMediaType({ expected: 'application/x-www-form-urlencoded' })
  const bytes = await readBytes(request, maxBytes)
  try {
    const data = /^multipart/i.test(type)
      ? await new Response(bytes as BodyInit, { headers: { 'content-type': type } }).formData()
      : new URLSearchParams(Buffer.from(bytes).toString())
    const fields = new Map<string, FormValue[]>()
    for (const [key, value] of data) fields.set(key, [...(fields.get(key) ?? []), value])
    return Object.fromEntries(
      [...fields].filter(([key]) => key !== '__proto__').map(([key, values]) => [key, values.length === 1 ? values[0]! : values]),
    )
  } catch (cause) {
    throw malformedBody({ reason: 'not-a-form' }, { cause })
  }
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readBytes(request, maxBytes))
  } catch (cause) {
    if (cause instanceof TypeError) throw malformedBody({ reason: 'not-utf-8' }, { cause })
    throw cause
  }
}

/** The bytes of a body, as they came. Throws `kernel/body-too-large` as soon as there are more. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const told = Number(request.headers.get('content-length') ?? Number.NaN)
  if (told > maxBytes) throw bodyTooLarge({ maxBytes })
  // Over the network no more comes than was told: read at once, without a stream around it.
  if (told >= 0) {
    const bytes = new Uint8Array(await request.arrayBuffer())
    if (bytes.byteLength > maxBytes) throw bodyTooLarge({ maxBytes })
    return bytes
  }
  return readAtMost(request.body, maxBytes, () => bodyTooLarge({ maxBytes }))
}

/** A body of either direction, whatever length it told. Throws `tooLong` as soon as there are more bytes. */
export async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  tooLong: () => Error,
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLong()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Counts nesting without parsing, so that a hostile body costs nothing. */
function deeperThan(text: string, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (inString) {
      if (char === 92) at++
      else if (char === 34) inString = false
    } else if (char === 34) inString = true
    else if (char === 91 || char === 123) {
      if (++depth > limit) return true
    } else if (char === 93 || char === 125) depth--
  }
  return false
}
