/** `/admissions`: members of the exchange, private IDs and issuers of mobile IDs are proposed by one official and let in by another. */
import { ADMISSION_KINDS, type AdmissionId, type AdmissionKind, admissionRefused } from '@dpg/admissions/contract'
import type { MemberEntry } from '@dpg/exchange/contract'
import { parseId, Problem } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { OfficerContracts } from '../contracts.ts'
import { type FrameAsked, frameOf } from '../frame.tsx'
import { namesOf, ProposePage, type Typed } from './form-page.tsx'
import { HomePage } from './home-page.tsx'

const HOME = '/admissions'
const NEEDS = 'admitting'
const MAX = 1024 * 1024
const LEAST = 2
const OF_MEMBER: readonly AdmissionKind[] = ['member-keys', 'member-leaves']
/** Fields whose faults we can put in words. */
const WORDED = [
  'id',
  'gateway',
  'keys',
  'services',
  'drop',
  'issuer',
  'secret',
  'issuers',
  'represented',
  'representative',
  'endsOn',
]
const kindOf = z.object({ kind: z.enum(ADMISSION_KINDS) })
const params = z.object({ id: z.string().max(60) })
const fields = z.record(z.string().max(80), z.string().max(200_000))
const idOf = ({ id }: { readonly id: string }) => parseId<AdmissionId>('adm', id)

export const admissionRoutes = (contracts: OfficerContracts): Route[] => {
  const { admissions, members } = contracts
  const home = async (asked: FrameAsked, errors: readonly FormError[] = []) => {
    const [frame, all, { members: current }] = await Promise.all([
      frameOf(contracts, asked),
      admissions.list(),
      members.current(),
    ])
    const me = asked.principal.official?.id ?? ''
    return {
      status: errors.length > 0 ? 422 : 200,
      html: render(HomePage({ frame, admissions: all, members: current, me, errors })),
    }
  }
  const form = async (asked: FrameAsked, kind: AdmissionKind, typed: Typed, errors: readonly FormError[] = []) => {
    const isOfMember = OF_MEMBER.includes(kind)
    const [frame, member] = await Promise.all([
      frameOf(contracts, asked),
      isOfMember ? members.member(typed['id'] ?? '') : undefined,
    ])
    if (isOfMember && !member) return { location: HOME }
    return { status: errors.length > 0 ? 422 : 200, html: render(ProposePage({ frame, kind, typed, member, errors })) }
  }
  return [
    page({ method: 'GET', path: HOME, needs: NEEDS, handle: (asked) => home(asked) }),
    page({
      method: 'GET',
      path: `${HOME}/new/{kind}`,
      needs: NEEDS,
      params: kindOf,
      query: z.object({ member: z.string().max(300).optional().catch(undefined) }),
      handle: async (asked) => {
        const { member: id } = asked.query
        const entry = id === undefined ? undefined : await members.member(id)
        return form(asked, asked.params.kind, typedOf(asked.params.kind, entry))
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/new/{kind}`,
      needs: NEEDS,
      maxBytes: MAX,
      params: kindOf,
      body: fields,
      handle: async (asked) => {
        const { body, t, principal } = asked
        const { kind } = asked.params
        const content = Object.fromEntries(namesOf(kind).map((name) => [name, body[name] ?? '']))
        const why = (body['why'] ?? '').trim()
        if (why.length < LEAST) return form(asked, kind, body, [{ field: 'why', text: t('officer.admissions.why.missing') }])
        try {
          await admissions.propose(principal, kind, content, why)
          return { location: HOME }
        } catch (error) {
          const refused = refusalOf(error)
          if (!refused) throw error
          const { field, what } = refused
          const text = t(WORDED.includes(field) ? `officer.admissions.wrong.${field}` : 'officer.admissions.wrong', { what })
          return form(asked, kind, body, [{ field: namesOf(kind).includes(field) ? field : 'why', text }])
        }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/{id}/admit`,
      needs: NEEDS,
      params,
      handle: async (asked) => {
        try {
          await admissions.admit(asked.principal, idOf(asked.params))
          return { location: HOME }
        } catch (error) {
          const refused = refusalOf(error)
          if (!refused) throw error
          return home(asked, [
            { field: `reason-${asked.params.id}`, text: asked.t('officer.admissions.stale', { what: refused.what }) },
          ])
        }
      },
    }),
    page({
      method: 'POST',
      path: `${HOME}/{id}/refuse`,
      needs: NEEDS,
      params,
      body: fields,
      handle: async (asked) => {
        const name = `reason-${asked.params.id}`
        const reason = (asked.body[name] ?? '').trim().slice(0, 500)
        if (reason.length < LEAST) return home(asked, [{ field: name, text: asked.t('officer.admissions.reason.missing') }])
        await admissions.refuse(asked.principal, idOf(asked.params), reason)
        return { location: HOME }
      },
    }),
  ]
}

function refusalOf(error: unknown): { readonly field: string; readonly what: string } | undefined {
  if (!(error instanceof Problem) || error.type !== admissionRefused.type) return undefined
  return error.values as { field: string; what: string }
}

/** A member that is changed starts from what stands; its list of facts and keys are YAML, of which JSON is a part. */
function typedOf(kind: AdmissionKind, entry: MemberEntry | undefined): Typed {
  if (!entry) return {}
  const { id, name, gateway, keys, services } = entry
  if (kind !== 'member') return { id }
  const lines = (all: readonly object[]) => (all.length === 0 ? '' : `[\n${all.map((one) => JSON.stringify(one)).join(',\n')}\n]`)
  return { id, nameKo: name.ko, nameEn: name.en ?? '', gateway, keys: lines(keys), services: lines(services) }
}
