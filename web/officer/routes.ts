/** The officials' portal: parse, call, draw. What an action refuses is said on the case itself, with what was typed. */
import {
  type Act,
  actionNotAllowed,
  type ConsentId,
  consentNotPossible,
  invalidAnswers,
  type LetterPreview,
  reasonNeeded,
  sameOfficial,
  staleVersion,
} from '@dpg/casework/contract'
import { type CaseId, type Id, parseId, Problem } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { type FormError, readDate, render } from '@dpg/ui'
import { z } from 'zod'
import { CasePage } from './case-page.tsx'
import { outlookOf } from './outlook.tsx'
import type { OfficerContracts } from './contracts.ts'
import { Desk, deskOf } from './desk.tsx'
import { frameOf } from './frame.tsx'
import { unusualLook } from './privacy/routes.ts'
import { SHOWS, WorkList } from './work-list.tsx'

const PAGE = 20
const listQuery = z.object({
  show: z.enum(SHOWS).catch('open'),
  q: z.string().trim().max(60).optional().catch(undefined),
  service: z.string().max(80).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})
const field = z.union([z.string().max(8000), z.array(z.string().max(200)).max(50)])
const form = z.record(z.string().max(60), field)
const assignForm = z.object({ to: z.string().max(60) })
const caseId = z.object({ id: z.string().max(60) })
/** These are the case's to say; others become a problem page. */
const SAID_ON_PAGE = [staleVersion, actionNotAllowed, reasonNeeded, sameOfficial].map(({ type }) => type)
const PAPER_ON_PAGE = [invalidAnswers, consentNotPossible].map(({ type }) => type)

export const routes = (contracts: OfficerContracts): Route[] => [
  page({ method: 'GET', path: '/work', needs: 'official', query: listQuery, handle: (asked) => workList(contracts, asked) }),
  page({
    method: 'GET',
    path: '/work/{id}',
    needs: 'official',
    params: caseId,
    query: z.object({ done: z.coerce.number().int().optional().catch(undefined) }),
    handle: (asked) =>
      casePage(contracts, asked, asked.params.id, { done: asked.query.done }).catch(async (error: unknown) => {
        const instead = await unusualLook(contracts, asked, `/work/${asked.params.id}`, error)
        if (!instead) throw error
        return instead
      }),
  }),
  page({
    method: 'POST',
    path: '/work/{id}/actions/{action}',
    needs: 'official',
    params: caseId.extend({ action: z.string().max(60) }),
    body: form,
    handle: (asked) => act(contracts, asked, asked.params, asked.body),
  }),
  page({
    method: 'POST',
    path: '/work/{id}/consents/{consent}',
    needs: 'official',
    params: caseId.extend({ consent: z.string().max(60) }),
    body: form,
    handle: (asked) => recordPaper(contracts, asked, asked.params, asked.body),
  }),
  page({
    method: 'POST',
    path: '/work/{id}/assign',
    needs: 'official',
    params: caseId,
    body: assignForm,
    handle: async ({ principal, params, body }) => {
      const id = parseId<CaseId>('case', params.id)
      await contracts.casework.assign(principal, id, body.to === '' ? null : parseId('off', body.to))
      return { location: `/work/${id}` }
    },
  }),
  page({
    method: 'GET',
    path: '/work/{id}/files/{file}',
    needs: 'official',
    params: caseId.extend({ file: z.string().max(60) }),
    handle: async ({ principal, params }) => {
      const { name, type, bytes } = await contracts.casework.attachment(
        principal,
        parseId<CaseId>('case', params.id),
        parseId<Id<'AttachmentId'>>('att', params.file),
      )
      return {
        bytes,
        contentType: type,
        headers: {
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
          'content-security-policy': 'sandbox',
        },
      }
    },
  }),
]

type Any = Asked<never, never, never>
type Drawn = Pick<Any, 'lang' | 'preferences' | 'url' | 't' | 'principal'>

async function workList(contracts: OfficerContracts, asked: Drawn & { readonly query: z.infer<typeof listQuery> }) {
  const elsewhere = deskOf(asked.principal)
  if (elsewhere === 'own') return { html: render(Desk({ frame: await frameOf(contracts, asked) })) }
  if (elsewhere !== undefined) return { location: elsewhere }
  const { show, q, service, page: number } = asked.query
  const query = { show, limit: PAGE, offset: (number - 1) * PAGE, ...(q ? { q } : {}), ...(service ? { service } : {}) }
  const [list, frame] = await Promise.all([
    contracts.casework.workList(asked.principal, query, asked.lang),
    frameOf(contracts, asked),
  ])
  const { pack } = contracts.catalogue.current()
  const services = [...pack.services.values()]
    .filter(({ work }) => work !== null)
    .map(({ id, title }) => ({ value: id, label: asked.lang === 'en' ? (title.en ?? title.ko) : title.ko }))
  return { html: render(WorkList({ frame, query, ...list, services, now: Date.now() })) }
}

interface Shown {
  /** Number of the event that the last action made: what is said comes from the case, never from the address. */
  readonly done?: number | undefined
  readonly errors?: readonly FormError[]
  readonly typed?: Readonly<Record<string, string | readonly string[]>>
  readonly status?: number
  readonly letters?: readonly LetterPreview[]
}

async function casePage(contracts: OfficerContracts, asked: Drawn, id: string, shown: Shown) {
  const [view, frame] = await Promise.all([
    contracts.casework.officerCase(asked.principal, parseId<CaseId>('case', id), asked.lang),
    frameOf(contracts, asked),
  ])
  const { status = 200, done: seq, ...rest } = shown
  const done = view.events.find((event) => event.seq === seq)?.what
  const page = { frame, view, outlook: outlookOf(contracts, view, asked), now: Date.now(), actKey: crypto.randomUUID(), done }
  return { status, html: render(CasePage({ ...page, ...rest })) }
}

async function act(
  contracts: OfficerContracts,
  asked: Drawn,
  { id, action }: { readonly id: string; readonly action: string },
  body: z.infer<typeof form>,
) {
  const read = readAct(action, body, asked)
  const typed = { ...body, action }
  const looksFirst = body['preview'] === '1'
  if (read.errors.length > 0) return casePage(contracts, asked, id, { errors: read.errors, typed, status: 422 })
  try {
    if (looksFirst) {
      const letters = await contracts.casework.preview(asked.principal, parseId<CaseId>('case', id), read.act, asked.lang)
      return await casePage(contracts, asked, id, { letters, typed })
    }
    const view = await contracts.casework.act(asked.principal, parseId<CaseId>('case', id), read.act, asked.lang)
    return { location: `/work/${id}?done=${view.events.at(-1)?.seq ?? ''}` }
  } catch (error) {
    if (!(error instanceof Problem) || !(SAID_ON_PAGE.includes(error.type) || error.errors.length > 0)) throw error
    return casePage(contracts, asked, id, { errors: errorsOf(error, asked), typed, status: error.status })
  }
}

async function recordPaper(
  contracts: OfficerContracts,
  asked: Drawn,
  { id, consent }: { readonly id: string; readonly consent: string },
  body: z.infer<typeof form>,
) {
  const date = readDate(body, 'signedOn')
  const paper = {
    agrees: body['answer'] !== 'refuse',
    document: String(body['document'] ?? ''),
    signedOn: date.is === 'date' ? date.iso : '',
  }
  try {
    const at = [parseId<CaseId>('case', id), parseId<ConsentId>('cns', consent)] as const
    await contracts.casework.consents.recordPaper(asked.principal, ...at, paper, asked.lang)
    return { location: `/work/${id}#consents` }
  } catch (error) {
    if (!(error instanceof Problem) || !PAPER_ON_PAGE.includes(error.type)) throw error
    return casePage(contracts, asked, id, { errors: errorsOf(error, asked), typed: { ...body, consent }, status: error.status })
  }
}

const errorsOf = (error: Problem, { t }: Drawn): FormError[] =>
  error.errors.length > 0
    ? error.errors.map(({ pointer, detail }) => ({ field: pointer.split('/').at(-1) ?? '', text: detail }))
    : [{ text: t(`problem.${error.type}.detail`, error.values) }]

/** A posted action form: days from their three boxes, reason codes as a list, the rest as text. */
function readAct(
  action: string,
  body: z.infer<typeof form>,
  { t }: Drawn,
): { readonly act: Act; readonly errors: readonly FormError[] } {
  const errors: FormError[] = []
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(body)) {
    const [day, part] = name.split('-')
    if (part === 'year' && day) {
      const date = readDate(body, day)
      if (date.is === 'date') values[day] = date.iso
      else errors.push({ field: day, text: t('officer.error.day') })
    } else if (part === undefined && !['key', 'version', 'reason', 'reasonCodes', 'preview'].includes(name))
      values[name] = String(value).trim()
  }
  const codes = body['reasonCodes'] ?? []
  return {
    errors,
    act: {
      key: String(body['key'] ?? ''),
      action,
      version: Number(body['version']),
      reason: String(body['reason'] ?? '').trim(),
      reasonCodes: typeof codes === 'string' ? [codes] : codes,
      form: values,
    },
  }
}
