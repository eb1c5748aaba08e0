/** Pages under /access-policies: what is in force, a draft, what it would change, four eyes. */
import type { PolicyDraftId, PolicySource } from '@dpg/guard/contract'
import { parseId } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { OfficerContracts } from '../contracts.ts'
import { frameOf } from '../frame.tsx'
import { DraftPage } from './draft-page.tsx'
import { EditPage } from './edit-page.tsx'
import { HomePage } from './home-page.tsx'

const KEEPER = 'access-policies'
const HOME = '/access-policies'
const MAX = 1024 * 1024
const params = z.object({ id: z.string().max(60) })
const file = z.string().max(80)
const written = z.strictObject({
  why: z.string().trim().min(1).max(500),
  path: file,
  text: z.string().max(200_000),
})
const idOf = ({ id }: { readonly id: string }) => parseId<PolicyDraftId>('pol', id)
type Drawn = Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>

export const accessPolicyRoutes = (contracts: OfficerContracts): Route[] => {
  const { guard } = contracts
  const draftAt = (id: string) => ({ location: `${HOME}/drafts/${id}` })
  return [
    page({ method: 'GET', path: HOME, needs: KEEPER, handle: (asked) => home(contracts, asked) }),
    page({
      method: 'GET',
      path: `${HOME}/edit`,
      needs: KEEPER,
      query: z.object({ file, draft: z.string().max(60).optional() }),
      handle: (asked) => edit(contracts, asked),
    }),
    page({
      method: 'POST',
      path: `${HOME}/drafts`,
      needs: KEEPER,
      maxBytes: MAX,
      body: written,
      handle: async ({ principal, body: { why, path, text } }) =>
        draftAt((await guard.startDraft(principal, why, [{ path, text: lines(text) }])).id),
    }),
    page({
      method: 'GET',
      path: `${HOME}/drafts/{id}`,
      needs: KEEPER,
      params,
      handle: async (asked) => {
        const [frame, review] = await Promise.all([frameOf(contracts, asked), guard.review(idOf(asked.params))])
        return { html: render(DraftPage({ frame, review })) }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/drafts/{id}`,
      needs: KEEPER,
      params,
      maxBytes: MAX,
      body: written,
      handle: async ({ principal, params: at, body: { why, path, text } }) => {
        const { draft } = await guard.review(idOf(at))
        const others = draft.files.filter((one) => one.path !== path)
        return draftAt((await guard.changeDraft(principal, draft.id, why, [...others, { path, text: lines(text) }])).id)
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/drafts/{id}/send`,
      needs: KEEPER,
      params,
      handle: async ({ principal, params: at }) => {
        await guard.sendDraft(principal, idOf(at))
        return draftAt(at.id)
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/drafts/{id}/withdraw`,
      needs: KEEPER,
      params,
      handle: async ({ principal, params: at }) => {
        await guard.withdrawDraft(principal, idOf(at))
        return { location: HOME }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/drafts/{id}/publish`,
      needs: KEEPER,
      params,
      handle: async ({ principal, params: at }) => {
        await guard.publishDraft(principal, idOf(at))
        return { location: HOME }
      },
    }),
  ]
}

/** A browser sends the ends of lines as two letters. */
const lines = (text: string): string => `${text.replaceAll('\r\n', '\n').trimEnd()}\n`

async function home(contracts: OfficerContracts, asked: Drawn) {
  const { guard } = contracts
  const [frame, inForce, drafts, versions] = await Promise.all([
    frameOf(contracts, asked),
    guard.inForce(),
    guard.drafts(),
    guard.versions(),
  ])
  return { html: render(HomePage({ frame, inForce, drafts, versions })) }
}

interface Editing extends Drawn {
  readonly query: { readonly file: string; readonly draft?: string | undefined }
}

/** The file as the draft has it, or as it is in force. */
async function edit(contracts: OfficerContracts, asked: Editing) {
  const { guard } = contracts
  const { file: path, draft: id } = asked.query
  const [frame, { files }, review] = await Promise.all([
    frameOf(contracts, asked),
    guard.inForce(),
    id === undefined ? undefined : guard.review(idOf({ id })),
  ])
  const has = (list: readonly PolicySource[] = []) => list.find((one) => one.path === path)?.text
  const text = has(review?.draft.files) ?? has(files) ?? ''
  return { html: render(EditPage({ frame, path, text, ...(review ? { review } : {}) })) }
}
