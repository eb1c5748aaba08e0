/** Routes of services: list and search, one service for people and machines. */
import { toCpsvAp } from '@dpg/definitions'
import { api, type Answer, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import { areaName } from './areas.ts'
import { type Catalogue, type ServiceQuery, serviceNotFound, unknownArea } from './contract.ts'
import { cached } from './http-cache.ts'
import { hitOf } from './search.ts'
import type { State } from './state.ts'

const tag = 'catalogue'
const MOST = 100

/** Words from outside: short, and without control characters, which no definition holds. */
const word = z
  .string()
  .max(200)
  .regex(/^\P{Cc}*$/u)

const listQuery = z.object({
  q: word.optional().describe('Words to search for: title, keywords, agency. Spacing, particles and typing slips are forgiven.'),
  area: word.optional().describe('Area code: services of that area, of the areas above it and of the whole country'),
  field: word.optional().describe('Field of the official catalogue, such as 생활안정'),
  lifeEvent: word
    .optional()
    .describe('birth, childcare, schooling, youth, work, job-loss, moving, marriage, illness, disability, ageing, crisis, death'),
  agency: word.optional().describe('Code of the competent authority'),
  limit: z.coerce.number().int().min(1).max(MOST).default(20).describe('Items in this answer, 1 to 100'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0).describe('Items to leave out at the start'),
  lang: z.enum(['ko', 'en']).optional().describe('Language of the texts; default: as the browser asks'),
})

const hit = z.object({
  id: z.string().describe('Official 서비스ID, or a name where the official catalogue has none'),
  title: z.string(),
  summary: z.string(),
  agency: z.string().describe('Code of the competent authority'),
  agencyName: z.string(),
  area: z.string().nullable().describe('Area whose residents it is for; null: the whole country'),
  areaName: z.string().nullable(),
  field: z.string().nullable(),
  kind: z.string(),
  basis: z
    .enum(['law', 'codes', 'none'])
    .describe('law: worked out from the statute; codes: read from official condition codes; none: not known'),
  canApply: z.boolean().describe('Can be applied for on this platform'),
  status: z.string(),
})

const jsonLd = z
  .looseObject({ '@context': z.unknown(), '@graph': z.array(z.unknown()).optional() })
  .describe('CPSV-AP 3.2; its shapes are https://semiceu.github.io/CPSV-AP/')
const oneQuery = z.object({
  format: z.enum(['json', 'cpsv-ap']).default('json').describe('cpsv-ap: as at /api/services/{id}/cpsv-ap'),
  lang: z.enum(['ko', 'en']).optional(),
})
const text = z.object({ ko: z.string(), en: z.string().optional() })
const one = z
  .looseObject({
    id: z.string(),
    title: text,
    description: text,
    kind: z.string(),
    status: z.string(),
    agency: z.string(),
    agencyName: z.string(),
    area: z.string().nullable(),
    areaName: z.string().nullable(),
    basis: z.enum(['law', 'codes', 'none']),
    confidence: z.enum(['high', 'medium', 'low']).describe('How sure a machine-made reading is'),
    eligibility: z.looseObject({
      criteria: z.array(z.looseObject({ id: z.string(), test: z.string().describe('FEEL'), says: text })),
    }),
    canApply: z.boolean(),
    versionId: z.string().describe('sha256 of the canonical JSON of the definition'),
    release: z.string().describe('Everything that is in force together'),
    officialText: z
      .object({
        source: z.string(),
        fetchedAt: z.string(),
        sections: z.array(z.object({ label: z.string(), text: z.string() })),
        url: z.string().nullable(),
      })
      .nullable()
      .describe('The official words, where they were imported'),
  })
  .describe('The whole definition (docs/definitions.md), every field filled or null')
const oneParams = z.object({ id: word.describe('Id of the service') })

export const routes = (state: State, catalogue: Catalogue, baseUrl: () => string): Route[] => [
  api({
    method: 'GET',
    path: '/api/services',
    needs: 'public',
    tag,
    summary: 'Find services of all agencies',
    query: listQuery,
    response: z.object({
      total: z.number().int(),
      items: z.array(hit),
      isPartial: z.literal(true).optional().describe('Nothing fits all of what was asked; these fit a part of it'),
      corrected: z.string().optional().describe('What was searched instead, when nothing held the words as typed'),
    }),
    problems: [unknownArea],
    handle: ({ query: { lang: _lang, ...query }, lang, raw }) =>
      cached(raw, `${state.held().edition}-${lang}`, () => ({ body: catalogue.search(withoutEmpty(query), lang) })),
  }),
  api({
    method: 'GET',
    path: '/api/services/{id}',
    needs: 'public',
    tag,
    summary: 'One service: the whole definition',
    params: oneParams,
    query: oneQuery,
    response: one,
    problems: [serviceNotFound],
    handle: ({ params, query, lang, raw }) =>
      query.format === 'cpsv-ap' ? cpsvAp(state, raw, params.id, baseUrl()) : describe(state, catalogue, raw, params.id, lang),
  }),
  api({
    method: 'GET',
    path: '/api/services/{id}/cpsv-ap',
    needs: 'public',
    tag,
    summary: 'One service as CPSV-AP 3.2 (JSON-LD)',
    params: oneParams,
    responseType: 'application/ld+json',
    response: jsonLd,
    problems: [serviceNotFound],
    handle: ({ params, raw }) => cpsvAp(state, raw, params.id, baseUrl()),
  }),
]

function cpsvAp(state: State, raw: Request, id: string, base: string): Answer {
  const { snapshot, edition } = state.held()
  const service = snapshot.service(id)
  if (!service) throw serviceNotFound({ service: id })
  return cached(raw, edition, () => ({
    body: toCpsvAp([service], snapshot.pack, { base }),
    contentType: 'application/ld+json; charset=utf-8',
  }))
}

async function describe(state: State, catalogue: Catalogue, raw: Request, id: string, lang: 'ko' | 'en'): Promise<Answer> {
  const { snapshot, edition } = state.held()
  const service = snapshot.service(id)
  if (!service) throw serviceNotFound({ service: id })
  const officialText = (await catalogue.fullText(id)) ?? null
  const { agencyName, canApply } = hitOf(snapshot, id, lang)
  return cached(raw, `${edition}-${lang}-${officialText?.fetchedAt ?? ''}`, () => ({
    body: {
      ...service,
      agencyName,
      areaName: service.area === null ? null : areaName(service.area, snapshot.pack.areas),
      canApply,
      versionId: snapshot.versionOf('service', id),
      release: snapshot.release,
      officialText,
    },
  }))
}

/** `?q=&area=` is what a form without script sends: a field left empty asks nothing. */
function withoutEmpty(query: Omit<z.infer<typeof listQuery>, 'lang'>): ServiceQuery {
  return Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== '' && value !== undefined),
  ) as unknown as ServiceQuery
}
