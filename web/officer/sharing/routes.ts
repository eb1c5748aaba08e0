/** Pages under /sharing/desk: what waits for my agency, asking, and deciding. What a refusal says stands on the page, with what was typed. */
import { parseId, Problem } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { type Deed, exceptionNeeded, notAskable, reasonsNeeded, type SharingId } from '@dpg/sharing/contract'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { OfficerContracts } from '../contracts.ts'
import { frameOf } from '../frame.tsx'
import { choicesOf } from './choices.ts'
import { DESK, DeskPage, PAGE_SIZE } from './desk-page.tsx'
import { NewPage, type Typed } from './new-page.tsx'
import { RequestPage, type RequestPageProps } from './request-page.tsx'

type Drawn = Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>
const text = (most: number) => z.string().trim().max(most).catch('')
const key = z.string().regex(/^[\x21-\x7e]{1,128}$/)
const newForm = z.looseObject({
  key,
  register: text(80),
  facts: z
    .union([
      z
        .string()
        .max(80)
        .transform((one) => [one]),
      z.array(z.string().max(80)).max(100),
    ])
    .catch([]),
  service: text(80),
  purpose: text(40),
  law: text(200),
  why: text(1000),
  replaces: text(200),
})
const deedForm = <D extends Deed>(deeds: readonly [D, ...D[]]) =>
  z.looseObject({ key, deed: z.enum(deeds), exception: text(80), reasons: text(2000) })
const params = z.object({ id: z.string().max(60) })
const ASKING = ['appeal', 'withdraw'] as const
const DECIDING = ['grant', 'refuse', 'confirm', 'decline', 'uphold', 'overturn'] as const

export const sharingRoutes = (contracts: OfficerContracts): Route[] => [
  page({
    method: 'GET',
    path: DESK,
    needs: 'official',
    query: z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) }),
    handle: async (asked) => {
      const agency = asked.principal.official?.agency ?? ''
      const number = asked.query.page
      const [frame, { total, items }] = await Promise.all([
        frameOf(contracts, asked),
        contracts.sharing.requests({ agency, limit: PAGE_SIZE, offset: (number - 1) * PAGE_SIZE }, asked.lang),
      ])
      return { html: render(DeskPage({ frame, agency, requests: items, total, page: number })) }
    },
  }),
  page({
    method: 'GET',
    path: `${DESK}/new`,
    needs: 'official',
    query: z.object({ register: z.string().max(80).catch('') }),
    handle: (asked) => newPage(contracts, asked, asked.query.register, { facts: [] }),
  }),
  page({
    method: 'POST',
    path: `${DESK}/new`,
    needs: 'official',
    body: newForm,
    handle: (asked) => ask(contracts, asked, asked.body),
  }),
  page({
    method: 'GET',
    path: `${DESK}/{id}`,
    needs: 'official',
    params,
    query: z.object({ done: z.string().max(1).optional().catch(undefined) }),
    handle: (asked) => requestPage(contracts, asked, asked.params.id, { isDone: asked.query.done === '1' }),
  }),
  page({
    method: 'POST',
    path: `${DESK}/{id}/ask`,
    needs: 'official',
    params,
    body: deedForm(ASKING),
    handle: (asked) => act(contracts, asked, asked.params.id, asked.body),
  }),
  page({
    method: 'POST',
    path: `${DESK}/{id}/decide`,
    needs: 'sharing',
    params,
    body: deedForm(DECIDING),
    handle: (asked) => act(contracts, asked, asked.params.id, asked.body),
  }),
]

interface Again {
  readonly errors: readonly FormError[]
  readonly key: string
}

async function newPage(contracts: OfficerContracts, asked: Drawn, register: string, typed: Typed, again?: Again) {
  const [frame, choices] = await Promise.all([frameOf(contracts, asked), choicesOf(contracts, asked, register)])
  const formKey = again?.key ?? crypto.randomUUID()
  const html = render(NewPage({ frame, ...choices, typed, formKey, ...(again ? { errors: again.errors } : {}) }))
  return { status: again ? 422 : 200, html }
}

/** The field that a refusal to take a request is about. */
const FIELDS: Readonly<Record<string, string>> = {
  'unknown-service': 'service',
  'not-your-work': 'service',
  'unknown-purpose': 'purpose',
  'outside-law': 'law',
  'unknown-need': 'replaces',
}

async function ask(contracts: OfficerContracts, asked: Drawn, body: z.infer<typeof newForm>) {
  const { register, facts, service, purpose, law, why } = body
  const [paperOf = '', need = ''] = body.replaces.split(' ')
  const errors: FormError[] = [
    ...(why.length < 5 ? [{ field: 'why', text: asked.t('officer.sharing.why.short') }] : []),
    ...(need !== '' && paperOf !== service ? [{ field: 'replaces', text: asked.t('officer.sharing.replaces.other') }] : []),
  ]
  const again = (told: readonly FormError[]) => newPage(contracts, asked, register, body, { errors: told, key: body.key })
  if (errors.length > 0) return again(errors)
  const wish = { facts, dataset: null, service: service || null, purpose, law, why, replaces: need || null }
  try {
    const { id } = await contracts.sharing.file(asked.principal, wish, body.key, asked.lang)
    return { location: `${DESK}/${id}?done=1` }
  } catch (error) {
    if (!(error instanceof Problem) || error.type !== notAskable.type) throw error
    const { why: reason } = error.values as { why: string }
    return again([{ field: FIELDS[reason] ?? 'facts', text: asked.t(`problem.${error.type}.detail.${reason}`, error.values) }])
  }
}

async function requestPage(
  contracts: OfficerContracts,
  asked: Drawn,
  id: string,
  shown: Pick<RequestPageProps, 'isDone' | 'typed' | 'errors'> & { readonly key?: string; readonly status?: number },
) {
  const request = parseId<SharingId>('shr', id)
  const { status = 200, key: formKey = crypto.randomUUID(), ...rest } = shown
  const [frame, view, choices] = await Promise.all([
    frameOf(contracts, asked),
    contracts.sharing.request(request, asked.lang),
    contracts.sharing.choices(request, asked.principal.official?.agency ?? '', asked.lang),
  ])
  const may = asked.principal.permissions
  const decides = may.has('approver') || may.has('privacy-officer')
  const deeds = choices.deeds.filter((deed) => decides || (ASKING as readonly Deed[]).includes(deed))
  return { status, html: render(RequestPage({ frame, request: view, deeds, exceptions: choices.exceptions, formKey, ...rest })) }
}

async function act(
  contracts: OfficerContracts,
  asked: Drawn,
  id: string,
  { deed, exception, reasons, key: sent }: { deed: Deed; exception: string; reasons: string; key: string },
) {
  try {
    const what = { deed, exception: exception || null, reasons: reasons || null, key: sent }
    await contracts.sharing.act(asked.principal, parseId<SharingId>('shr', id), what, asked.lang)
    return { location: `${DESK}/${id}?done=1` }
  } catch (error) {
    const field =
      error instanceof Problem ? { [exceptionNeeded.type]: 'exception', [reasonsNeeded.type]: 'reasons' }[error.type] : undefined
    if (!(error instanceof Problem) || field === undefined) throw error
    const told =
      field === 'exception' ? asked.t('officer.sharing.exception.needed') : asked.t(`problem.${error.type}.detail`, error.values)
    const errors = [{ field, text: told }]
    return requestPage(contracts, asked, id, { isDone: false, typed: { exception, reasons }, errors, key: sent, status: 422 })
  }
}
