/** My cases: parse, call, draw. What an action refuses is said on the case itself, with what was typed. */
import {
  type Act,
  type AttachmentId,
  actionNotAllowed,
  type CaseView,
  fileRefused,
  invalidAnswers,
  reasonNeeded,
  staleVersion,
} from '@dpg/casework/contract'
import { type CaseId, opensPapersOf, parseId } from '@dpg/kernel'
import { type Answer, page, type Route } from '@dpg/kernel/route'
import { dayOf, type FormError, readDate, render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type FrameAsked, frameOf } from '../../frame.tsx'
import { formErrors, refusalOf } from '../form-errors.ts'
import { handIn, MAX_UPLOAD } from '../hand-in.ts'
import { filesOf, type Posted, posted, textOf, textsOf } from '../posted.ts'
import { ASKED_AGAIN, CasePage } from './case.tsx'
import { CaseList } from './list.tsx'
import { Withdraw } from './withdraw.tsx'

const params = z.object({ id: z.string().max(60) })
const flag = z.string().max(200).optional().catch(undefined)
/** These are the case's to say; others become a problem page. */
const SAID_ON_PAGE = [staleVersion, actionNotAllowed, reasonNeeded, invalidAnswers, fileRefused]

type Contracts = ResidentContracts
const idOf = (id: string) => parseId<CaseId>('case', id)

export const caseRoutes = (contracts: Contracts): Route[] => [
  page({
    method: 'GET',
    path: '/my/cases',
    needs: 'resident',
    query: z.object({ saved: flag }),
    handle: async (asked) => {
      const { principal, lang, query } = asked
      const [cases, drafts, frame] = await Promise.all([
        contracts.casework.cases(principal, lang),
        contracts.casework.drafts(principal, lang),
        frameOf(contracts, asked),
      ])
      return { html: render(CaseList({ frame, cases, drafts, isSaved: query.saved !== undefined })) }
    },
  }),
  page({
    method: 'GET',
    path: '/my/cases/{id}',
    needs: 'resident',
    params,
    query: z.object({
      received: flag,
      done: z
        .string()
        .regex(/^(?:files|\d{1,6})$/)
        .optional()
        .catch(undefined),
    }),
    handle: (asked) =>
      show(contracts, asked, asked.params.id, { isReceived: asked.query.received !== undefined, done: asked.query.done }),
  }),
  page({
    method: 'GET',
    path: '/my/cases/{id}/withdraw',
    needs: 'resident',
    params,
    handle: (asked) => withdraw(contracts, asked, asked.params.id),
  }),
  page({
    method: 'GET',
    path: '/my/cases/{id}/files/{file}',
    needs: 'resident',
    params: params.extend({ file: z.string().max(60) }),
    handle: async ({ principal, params }) => {
      const file = parseId<AttachmentId>('att', params.file)
      const { name, type, bytes } = await contracts.casework.attachment(principal, idOf(params.id), file)
      return { bytes, contentType: type, headers: asDownload(name) }
    },
  }),
  page({
    method: 'POST',
    path: '/my/cases/{id}/files',
    needs: 'resident',
    params,
    body: posted,
    maxBytes: MAX_UPLOAD,
    handle: async (asked) => {
      const { principal, t, params, body } = asked
      const handed = await handIn(contracts.casework, principal, { case: idOf(params.id) }, body, t)
      if (handed.errors.length > 0) return show(contracts, asked, params.id, { errors: handed.errors, status: 422 })
      if (handed.count === 0)
        return show(contracts, asked, params.id, { errors: [{ text: t('resident.my.upload.none') }], status: 422 })
      return { location: `/my/cases/${params.id}?done=files` }
    },
  }),
  page({
    method: 'POST',
    path: '/my/cases/{id}/actions/{action}',
    needs: 'resident',
    params: params.extend({ action: z.string().max(60) }),
    body: posted,
    maxBytes: MAX_UPLOAD,
    handle: (asked) => act(contracts, asked, asked.params, asked.body),
  }),
]

/** Never opened in place, whatever it holds. */
const asDownload = (name: string) => ({
  'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  'content-security-policy': "default-src 'none'; sandbox",
})

interface Shown {
  readonly isReceived?: boolean
  /** Number of the event that was just made, or that files went in; its words come from the case, never from the address. */
  readonly done?: string | undefined
  readonly errors?: readonly FormError[]
  readonly typed?: Readonly<Record<string, string | readonly string[]>>
  readonly status?: number
}

async function show(contracts: Contracts, asked: FrameAsked, id: string, shown: Shown): Promise<Answer> {
  const { principal, lang } = asked
  const [view, frame] = await Promise.all([contracts.casework.case(principal, idOf(id), lang), frameOf(contracts, asked)])
  const { status = 200, isReceived = false, errors = [], typed = {} } = shown
  const done =
    shown.done === 'files' ? asked.t('resident.my.upload.done') : view.events.find(({ seq }) => String(seq) === shown.done)?.what
  const documents = await documentsOf(contracts, asked, view)
  const today = dayOf(Temporal.Now.instant())
  const html = render(CasePage({ frame, view, documents, today, isReceived, done, errors, typed, actKey: crypto.randomUUID() }))
  return { status, html }
}

/** Those that a mandate does not open are not spoken of. */
async function documentsOf({ wallet }: Contracts, { principal, lang }: FrameAsked, { decision, service }: CaseView) {
  if (principal.acting && !opensPapersOf(principal.acting, service.id)) return []
  const own = wallet.of(principal)
  const found = await Promise.all((decision?.documents ?? []).map((id) => own.find(id, lang)))
  return found.filter((one) => one !== undefined)
}

async function withdraw(contracts: Contracts, asked: FrameAsked, id: string): Promise<Answer> {
  const view = await contracts.casework.case(asked.principal, idOf(id), asked.lang)
  const action = view.actions.find((one) => one.id === ASKED_AGAIN)
  if (!action) return { location: `/my/cases/${id}` }
  return { html: render(Withdraw({ frame: await frameOf(contracts, asked), view, action, actKey: crypto.randomUUID() })) }
}

interface On {
  readonly id: string
  readonly action: string
}

async function act(contracts: Contracts, asked: FrameAsked, on: On, fields: Posted): Promise<Answer> {
  const { casework } = contracts
  const { principal, lang, t } = asked
  const id = idOf(on.id)
  const typed = { ...textsOf(fields), action: on.action }
  const read = readAct(on.action, fields, asked)
  if (read.errors.length > 0) return show(contracts, asked, on.id, { errors: read.errors, typed, status: 422 })
  const hasFiles = filesOf(fields).length > 0
  // Files first, for the office to find them with the answer. A second sending finds the action done and hands nothing in again.
  const isOpen = hasFiles && (await casework.case(principal, id, lang)).actions.some((one) => one.id === on.action)
  const handed = isOpen ? await handIn(casework, principal, { case: id }, fields, t) : { errors: [], count: 0 }
  if (handed.errors.length > 0) return show(contracts, asked, on.id, { errors: handed.errors, typed, status: 422 })
  let view: CaseView | undefined
  const refused = await refusalOf(SAID_ON_PAGE, async () => {
    // Each file that was handed in is an event of the case and moved its version on by one.
    view = await casework.act(principal, id, { ...read.act, version: read.act.version + handed.count }, lang)
  })
  if (refused) return show(contracts, asked, on.id, { errors: formErrors(refused, t), typed, status: refused.status })
  return { location: `/my/cases/${on.id}?done=${view?.events.at(-1)?.seq ?? ''}` }
}

/** A posted action form: days from their three boxes, the rest as text. */
function readAct(
  action: string,
  fields: Posted,
  { t }: FrameAsked,
): { readonly act: Act; readonly errors: readonly FormError[] } {
  const errors: FormError[] = []
  const form: Record<string, string> = {}
  for (const [name, value] of Object.entries(textsOf(fields))) {
    const [day = '', part] = name.split('-')
    if (part === 'year') {
      const date = readDate(fields, day)
      if (date.is === 'date') form[day] = date.iso
      else errors.push({ field: day, text: t('resident.my.error.day') })
    } else if (part === undefined && !['key', 'version', 'reason'].includes(name) && typeof value === 'string')
      form[name] = value.trim()
  }
  const reason = textOf(fields, 'reason').trim()
  return {
    errors,
    act: {
      key: textOf(fields, 'key').slice(0, 120),
      action,
      version: Number(textOf(fields, 'version')) || 0,
      form,
      ...(reason ? { reason } : {}),
    },
  }
}
