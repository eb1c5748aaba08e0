/** The official API (공공데이터포털 15113968, gov24/v3) by its swagger: pages, key, patience. */
import { z } from 'zod'
import { importBroken, importRefused } from '../contract.ts'

export type Endpoint = 'serviceList' | 'serviceDetail' | 'supportConditions'

export interface ApiOptions {
  /** `https://api.odcloud.kr/api/gov24/v3` */
  readonly base: string
  readonly key: string
  readonly fetch: typeof fetch
  readonly sleep: (ms: number) => Promise<void>
}

export interface Page {
  readonly records: readonly unknown[]
  /** Records that match, on all pages. */
  readonly total: number
  readonly isLast: boolean
}

export interface Gov24Api {
  page(endpoint: Endpoint, page: number, conditions?: Readonly<Record<string, string>>): Promise<Page>
}

const PER_PAGE = 500
/** A polite pace: five requests a second at most. */
const PACE_MS = 200
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000]
const LONGEST_WAIT_MS = 120_000
const TIMEOUT_MS = 30_000

/** Answers of others may grow: unknown fields are let through. */
const answerSchema = z.looseObject({
  page: z.coerce.number().int().positive(),
  perPage: z.coerce.number().int().positive(),
  totalCount: z.coerce.number().int().min(0),
  matchCount: z.coerce.number().int().min(0).optional(),
  data: z.array(z.unknown()),
})

export function createGov24Api(options: ApiOptions): Gov24Api {
  let asked = false
  return {
    page: async (endpoint, page, conditions = {}) => {
      if (asked) await options.sleep(PACE_MS)
      asked = true
      const address = addressOf(options, endpoint, page, conditions)
      for (let attempt = 0; ; attempt += 1) {
        const got = await ask(options, address, page)
        if ('records' in got) return got
        if (attempt >= WAITS_MS.length)
          throw importBroken({ source: sourceName(options.base), why: `${endpoint} ${page}: ${got.why}` })
        await options.sleep(Math.min(Math.max(got.waitMs, WAITS_MS[attempt]!), LONGEST_WAIT_MS))
      }
    },
  }
}

/** The address without scheme and key: what people call the source. */
export const sourceName = (base: string): string => base.replace(/^https?:\/\//, '').replace(/\/+$/, '')

function addressOf(
  { base, key }: ApiOptions,
  endpoint: Endpoint,
  page: number,
  conditions: Readonly<Record<string, string>>,
): URL {
  const url = new URL(`${base.replace(/\/+$/, '')}/${endpoint}`)
  const query = { page: String(page), perPage: String(PER_PAGE), returnType: 'JSON', ...conditions }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  // The portal hands out keys plain and percent-encoded; the plain one is meant.
  url.searchParams.set('serviceKey', /%[0-9A-Fa-f]{2}/.test(key) ? decodeURIComponent(key) : key)
  return url
}

interface Failed {
  readonly why: string
  readonly waitMs: number
}

/** One request. What may pass is a `Failed`; a key that is refused ends the run. Nothing here repeats the address: it holds the key. */
async function ask(options: ApiOptions, address: URL, page: number): Promise<Page | Failed> {
  let response: Response
  let text: string
  try {
    response = await options.fetch(address, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(TIMEOUT_MS) })
    text = await response.text()
  } catch {
    return { why: 'no connection', waitMs: 0 }
  }
  if (response.status === 401 || response.status === 403) throw importRefused({ source: sourceName(options.base) })
  if (!response.ok) return { why: `status ${response.status}`, waitMs: retryAfterMs(response) }
  const parsed = answerSchema.safeParse(parseJson(text))
  if (!parsed.success) return { why: 'not an answer of this API', waitMs: 0 }
  const { data, page: got, perPage, matchCount, totalCount } = parsed.data
  if (got !== page) return { why: `page ${got} instead`, waitMs: 0 }
  const total = matchCount ?? totalCount
  return { records: data, total, isLast: data.length === 0 || page * perPage >= total }
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? 0)
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
