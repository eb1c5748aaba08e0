/** Compresses pages and JSON for those who ask; small answers and files that are compressed already pass as they are. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const pack = promisify(gzip)
const SMALLEST = 1024
const LEVEL = 4
/** A stream of events is sent as it comes. */
const TEXT = /^(text\/(?!event-stream)|application\/(\w+\+)?json|image\/svg)/

export async function compress(request: Request, response: Response): Promise<Response> {
  const { headers } = response
  if (!TEXT.test(headers.get('content-type') ?? '') || headers.has('content-encoding')) return response
  headers.append('vary', 'accept-encoding')
  if (request.method === 'HEAD' || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')) return response
  const body = new Uint8Array(await response.arrayBuffer())
  if (body.byteLength < SMALLEST) return new Response(body, { status: response.status, headers })
  headers.set('content-encoding', 'gzip')
  headers.delete('content-length')
  return new Response(new Uint8Array(await pack(body, { level: LEVEL })), { status: response.status, headers })
}
