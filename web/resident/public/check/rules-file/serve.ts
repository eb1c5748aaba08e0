/** Serves the rules file: named by what is in it, so that it may be kept for ever; made once a release, what is announced, and language. */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib'
import type { Announced } from '@dpg/catalogue/contract'
import { defineProblem, type Lang } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { z } from 'zod'
import type { ResidentContracts } from '../../../contracts.ts'
import type { Overview } from '../../overview.ts'
import { rulesFile } from './encode.ts'

export interface RulesFiles {
  /** Address of the file that is in force. */
  address(lang: Lang): string
  readonly route: Route
}

interface Made {
  readonly name: string
  readonly overview: Overview
  readonly announced: readonly Announced[]
  readonly gzip: Promise<Uint8Array>
  /** Takes a second, so the first readers get the other. */
  readonly brotli: { bytes?: Uint8Array }
}

/** A page that was opened before the last publications still finds its rules. */
const KEPT = 6
const FOREVER = 'public, max-age=31536000, immutable'

/** Something was published since the page was opened; a new look at the page brings the new rules. */
export const rulesGone = defineProblem<object>('resident/rules-gone', 404)

const zip = promisify(gzip)
const unzip = promisify(gunzip)
const squeeze = promisify(brotliCompress)

export function createRulesFiles(
  { directory, catalogue }: Pick<ResidentContracts, 'directory' | 'catalogue'>,
  overview: () => Overview,
): RulesFiles {
  const current: Partial<Record<Lang, Made>> = {}
  const kept = new Map<string, Made>()
  const inForce = (lang: Lang): Made => {
    const now = overview()
    const announced = catalogue.announced()
    const known = current[lang]
    if (known?.overview === now && known.announced === announced) return known
    const text = JSON.stringify(rulesFile(now, { directory, synonyms: catalogue.synonyms(), announced }, lang))
    const made = { ...make(text, lang), overview: now, announced }
    kept.set(made.name, made)
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
    current[lang] = made
    return made
  }
  return {
    address: (lang) => `/check/rules/${inForce(lang).name}`,
    route: page({
      method: 'GET',
      path: '/check/rules/{name}',
      needs: 'public',
      params: z.object({ name: z.string().regex(/^[\w-]{16}\.(ko|en)\.json$/) }),
      async handle({ params, raw }) {
        // After a restart nobody may have opened the check yet.
        const lang = params.name.includes('.en.') ? 'en' : 'ko'
        const made = kept.get(params.name) ?? inForce(lang)
        if (made.name !== params.name) throw rulesGone({})
        const accepted = raw.headers.get('accept-encoding') ?? ''
        const headers = { 'cache-control': FOREVER, vary: 'accept-encoding' }
        const contentType = 'application/json; charset=utf-8'
        if (/\bbr\b/.test(accepted) && made.brotli.bytes)
          return { bytes: made.brotli.bytes, contentType, headers: { ...headers, 'content-encoding': 'br' } }
        const bytes = await made.gzip
        if (/\bgzip\b/.test(accepted)) return { bytes, contentType, headers: { ...headers, 'content-encoding': 'gzip' } }
        return { bytes: await unzip(bytes), contentType, headers }
      },
    }),
  }
}

function make(text: string, lang: Lang): Omit<Made, 'overview' | 'announced'> {
  const bytes = Buffer.from(text)
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 16)
  const brotli: Made['brotli'] = {}
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength }
  void squeeze(bytes, { params }).then((squeezed) => {
    brotli.bytes = squeezed
  })
  return { name: `${hash}.${lang}.json`, gzip: zip(bytes, { level: 9 }), brotli }
}
