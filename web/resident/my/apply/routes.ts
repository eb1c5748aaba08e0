/** Applying: begin, one screen after the other, send. Saved at every step; what was typed is never lost. */
import {
  type AttachmentId,
  attachmentNotFound,
  type DraftView,
  draftNotFound,
  duplicateCase,
  invalidAnswers,
  notApplicable,
  notReady,
} from '@dpg/casework/contract'
import { serviceNotFound } from '@dpg/catalogue/contract'
import { parseId, textIn } from '@dpg/kernel'
import { type Answer, page, type Route } from '@dpg/kernel/route'
import { dayOf, type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { type FrameAsked, frameOf } from '../../frame.tsx'
import { formErrors, refusalOf } from '../form-errors.ts'
import { handIn, MAX_UPLOAD } from '../hand-in.ts'
import { opennessOf } from '../open-now.ts'
import { type Posted, posted, textOf, textsOf } from '../posted.ts'
import { namesIn } from '../who.ts'
import { FIND_WITHIN, FIND_WORDS } from './area.tsx'
import { Closed } from './closed.tsx'
import { choose } from './choosing.ts'
import { DECLARATIONS } from './declarations.tsx'
import { Discard } from './discard.tsx'
import { fetchedFor } from './fetched.ts'
import { ApplyScreen, screenPath } from './screen.tsx'
import { Start } from './start.tsx'

const service = z.object({ id: z.string().max(80) })
const screen = service.extend({ screen: z.string().max(80) })
const looking = z.object({ words: z.string().max(60).catch(''), within: z.string().max(12).catch('') })

type Contracts = ResidentContracts
type Place = z.infer<typeof looking>
interface On {
  readonly id: string
  readonly screen: string
}

export const applyRoutes = (contracts: Contracts): Route[] => [
  page({
    method: 'GET',
    path: '/apply/{id}',
    needs: 'resident',
    params: service,
    handle: (asked) => start(contracts, asked, asked.params.id),
  }),
  page({
    method: 'POST',
    path: '/apply/{id}',
    needs: 'resident',
    params: service,
    handle: async ({ principal, params, lang }) => {
      const draft = await contracts.casework.openDraft(principal, params.id, lang)
      const { current } = draft
      return { location: screenPath(params.id, current.kind === 'guide' && draft.next ? draft.next : current.id) }
    },
  }),
  page({
    method: 'GET',
    path: '/apply/{id}/{screen}',
    needs: 'resident',
    params: screen,
    query: looking,
    handle: (asked) => show(contracts, asked, asked.params, asked.query),
  }),
  page({
    method: 'POST',
    path: '/apply/{id}/{screen}',
    needs: 'resident',
    params: screen,
    body: posted,
    maxBytes: MAX_UPLOAD,
    handle: (asked) => save(contracts, asked, asked.params, asked.body),
  }),
  page({
    method: 'GET',
    path: '/my/drafts/{id}/discard',
    needs: 'resident',
    params: service,
    handle: async (asked) => {
      const frame = await frameOf(contracts, asked)
      const title = namesIn(contracts, asked.lang).service(asked.params.id)
      return { html: render(Discard({ frame, service: { id: asked.params.id, title } })) }
    },
  }),
  page({
    method: 'POST',
    path: '/my/drafts/{id}/discard',
    needs: 'resident',
    params: service,
    handle: async ({ principal, params }) => {
      await contracts.casework.discardDraft(principal, params.id)
      return { location: '/my/cases' }
    },
  }),
]

/** Looking at the first page begins nothing: no register is asked and nothing is kept before the button. */
async function start(contracts: Contracts, asked: FrameAsked, id: string): Promise<Answer> {
  const { lang, principal } = asked
  const draft = await contracts.casework.draft(principal, id, null, lang)
  if (draft) return { location: screenPath(id, draft.current.kind === 'guide' && draft.next ? draft.next : draft.current.id) }
  const snapshot = contracts.catalogue.current()
  const definition = snapshot.service(id)
  if (!definition) throw serviceNotFound({ service: id.slice(0, 60) })
  const openness = opennessOf(definition, dayOf(Temporal.Now.instant()).toString())
  if (openness === 'elsewhere') throw notApplicable({ service: definition.id })
  const frame = await frameOf(contracts, asked)
  const service = { id: definition.id, title: textIn(definition.title, lang) }
  if (openness === 'closed') {
    const windows = definition.windows.map(({ from, to, note }) => ({ from, to, note: note && textIn(note, lang) }))
    return { html: render(Closed({ frame, service, windows })) }
  }
  const guide = definition.form.screens.find(({ kind }) => kind === 'guide')
  const names = namesIn(contracts, lang)
  // What ended says something only of what goes on: a pension is paid every month, a certificate is asked for again.
  const isPaid = definition.outputs.some(({ type }) => type === 'payment')
  const before = (await contracts.casework.cases(principal, lang)).filter(
    (one) => one.service.id === definition.id && (!one.isEnded || isPaid),
  )
  return {
    html: render(
      Start({
        frame,
        service,
        guide: guide && { title: textIn(guide.title, lang), text: guide.text ? textIn(guide.text, lang) : null },
        fetched: fetchedFor(snapshot, definition, names),
        before: before.slice(0, 3),
        isRefused:
          definition.duplicates.action === 'refuse' && !definition.duplicates.match && before.some(({ isEnded }) => !isEnded),
      }),
    ),
  }
}

async function show(
  contracts: Contracts,
  asked: FrameAsked,
  on: On,
  place: Place,
  errors: readonly FormError[] = [],
): Promise<Answer> {
  const draft = await contracts.casework.draft(asked.principal, on.id, on.screen, asked.lang)
  if (!draft) return { location: `/apply/${encodeURIComponent(on.id)}` }
  if (draft.current.id !== on.screen && errors.length === 0) return { location: screenPath(on.id, draft.current.id) }
  const html = render(
    ApplyScreen({
      frame: await frameOf(contracts, asked),
      draft,
      sendKey: crypto.randomUUID(),
      errors,
      choosing: choosingOf(contracts, draft, place),
      screenOf: screenOf(contracts, draft),
      isLater: laterIn(contracts, draft),
    }),
  )
  return { status: errors.length > 0 ? 422 : 200, html }
}

function choosingOf({ directory }: Contracts, { current }: DraftView, place: Place) {
  const field = current.fields.find(({ type }) => type === 'area')
  if (!field) return undefined
  const value = typeof field.value === 'string' && field.value !== '' ? field.value : undefined
  return choose(directory, { ...place, value, needsEupmyeondong: /eupmyeondong$/i.test(field.name) })
}

/** On which screen of this way a fact is asked. */
function screenOf({ catalogue }: Contracts, draft: DraftView) {
  const screens = catalogue.current().service(draft.service.id)?.form.screens ?? []
  const shown = new Set(draft.screens.map(({ id }) => id))
  return (fact: string) => screens.find(({ id, fields }) => shown.has(id) && fields.includes(fact))?.id
}

/** What takes a consent of its own (예금·대출·보험) is looked up only after sending. */
function laterIn({ catalogue }: Contracts, { service }: DraftView) {
  const needs = catalogue.current().service(service.id)?.needs ?? []
  const later = new Set(needs.filter(({ consent }) => consent.purpose !== null).flatMap(({ facts }) => facts))
  return (fact: string) => later.has(fact)
}

async function save(contracts: Contracts, asked: FrameAsked, on: On, fields: Posted): Promise<Answer> {
  const { casework } = contracts
  const { principal, lang, t } = asked
  const gone = textOf(fields, 'remove')
  if (gone !== '') return remove(contracts, asked, on, gone)
  const handed = await handIn(casework, principal, { draft: on.id }, fields, t)
  let saved: DraftView | undefined
  const refused = await refusalOf([invalidAnswers, draftNotFound], async () => {
    saved = await casework.saveScreen(principal, on.id, on.screen, textsOf(fields), lang)
  })
  const place = placeIn(fields)
  if (refused?.type === draftNotFound.type) return send(contracts, asked, on, fields)
  if (place) return { location: `${screenPath(on.id, on.screen)}?${new URLSearchParams({ ...place })}` }
  const go = textOf(fields, 'go')
  if (go === 'later') return { location: '/my/cases?saved=1' }
  const errors = [...handed.errors, ...(refused && go !== 'stay' ? screenErrors(contracts, on, formErrors(refused, t)) : [])]
  if (errors.length > 0) return show(contracts, asked, on, { words: '', within: '' }, errors)
  if (go === 'fetch') await casework.openDraft(principal, on.id, lang)
  if (!saved || go === 'stay' || go === 'fetch' || saved.exit) return { location: screenPath(on.id, on.screen) }
  return saved.next === null ? send(contracts, asked, on, fields) : { location: screenPath(on.id, saved.next) }
}

/** Takes a file back out; one that is gone already is gone. */
async function remove({ casework }: Contracts, { principal }: FrameAsked, on: On, file: string): Promise<Answer> {
  await refusalOf([attachmentNotFound], () => casework.detach(principal, on.id, parseId<AttachmentId>('att', file)))
  return { location: screenPath(on.id, on.screen) }
}

/** The reader looks for a place: by the button, or by words beside a question that has no answer yet. */
function placeIn(fields: Posted): Place | undefined {
  const place = { words: textOf(fields, FIND_WORDS).trim().slice(0, 60), within: textOf(fields, FIND_WITHIN).slice(0, 12) }
  if (textOf(fields, 'go') === 'find') return place
  const isAnswered = Object.entries(fields).some(
    ([name, value]) => !name.startsWith('area-') && typeof value === 'string' && /^\d{5,10}$/.test(value),
  )
  return (place.words !== '' || place.within !== '') && !isAnswered ? place : undefined
}

/** A declaration that was not made is said at the group of them. */
function screenErrors({ catalogue }: Contracts, { id, screen }: On, errors: readonly FormError[]): FormError[] {
  const declared =
    catalogue
      .current()
      .service(id)
      ?.form.screens.find((one) => one.id === screen)?.declarations ?? []
  return errors.map((error) => (declared.some((one) => one.id === error.field) ? { ...error, field: DECLARATIONS } : error))
}

/** The last screen sends it; sent twice, it is the same case. */
async function send({ casework, ...contracts }: Contracts, asked: FrameAsked, on: On, fields: Posted): Promise<Answer> {
  const { principal, lang, t } = asked
  let location = ''
  const refused = await refusalOf([notReady, duplicateCase], async () => {
    const { id } = await casework.submitDraft(principal, on.id, textOf(fields, 'key').slice(0, 120), lang)
    location = `/my/cases/${id}?received=1`
  })
  if (!refused) return { location }
  const [open] = refused.type === notReady.type ? (refused.values['screens'] as readonly string[]) : []
  if (open && open !== on.screen) return { location: screenPath(on.id, open) }
  return show({ casework, ...contracts }, asked, on, { words: '', within: '' }, formErrors(refused, t))
}
