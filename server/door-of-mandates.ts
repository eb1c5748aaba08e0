/** Who acts for whom by what a court or a counter says: entered by one official from the paper, confirmed by another (민법 제938조, 제949조). */
import type { Access } from '@dpg/access/contract'
import type { Door } from '@dpg/admissions'
import { admissionRefused } from '@dpg/admissions/contract'
import type { Directory } from '@dpg/directory/contract'
import type { Identity } from '@dpg/identity/contract'
import type { Clock, OfficialId, PersonId } from '@dpg/kernel'
import { z } from 'zod'
import { line, read } from './doors-of-ways.ts'

export interface MandateDoorDeps {
  readonly clock: Clock
  readonly identity: Pick<Identity, 'resident'> & { readonly mandates: Pick<Identity['mandates'], 'record'> }
  readonly access: Pick<Access, 'record'>
  readonly directory: Pick<Directory, 'official'>
}

const LONGEST_DAYS = 365
const person = z.string().trim().max(60)
const mandateForm = z.object({
  as: z.enum(['guardian', 'helper']),
  represented: person,
  representative: person,
  paper: line,
  /** Empty: all services. */
  services: z.string().trim().max(2_000),
  /** Empty: as long as the register says. */
  endsOn: z.union([z.literal(''), z.iso.date()]),
})
type Content = z.output<typeof mandateForm> & { readonly name: string; readonly by: string }

const LAWS = { guardian: '민법 제938조', helper: '개인정보 보호법 제38조' }
const SOURCES = { guardian: 'guardian-register', helper: 'counter' } as const
const listed = (text: string): readonly string[] | null => (text === '' ? null : text.split(/[\s,]+/).filter(Boolean))
const instantOf = (day: string): string | null =>
  day === '' ? null : Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime('Asia/Seoul').toInstant().toString()

export const doorOfMandates = (deps: MandateDoorDeps): Door => ({
  check: async (given) => {
    const form = read(mandateForm, given)
    const name = await nameOf(deps, 'represented', form.represented)
    const by = await nameOf(deps, 'representative', form.representative)
    if (form.represented === form.representative) throw admissionRefused({ field: 'representative', what: by })
    mustEnd(deps, form)
    const content: Content = { ...form, name, by }
    const rows = Object.entries({
      ...{ represented: `${masked(name)} (${form.represented})`, representative: `${masked(by)} (${form.representative})` },
      ...{ as: form.as, paper: form.paper },
      ...(form.services === '' ? {} : { services: form.services }),
      ...(form.endsOn === '' ? {} : { endsOn: form.endsOn }),
    })
    return { about: `${masked(by)} → ${masked(name)}`, rows: rows.map(([label, value]) => ({ label, value })), content }
  },
  open: async (tx, content, proposer) => {
    const { as, represented, representative, services, endsOn, name, by } = content as Content
    mustEnd(deps, { as, endsOn })
    const [for_, who] = [represented as PersonId, representative as PersonId]
    await deps.identity.mandates.record(tx, {
      ...{ represented: for_, name, representative: who, kind: as, source: SOURCES[as] },
      ...{ services: listed(services), facts: null, endsAt: instantOf(endsOn) },
    })
    const official = await deps.directory.official(proposer as OfficialId)
    const actor = { kind: 'official', name: official?.name ?? '', agency: official?.agency ?? null } as const
    const purpose = { ko: `대신하는 사람을 정함: ${by} → ${name}`, en: `Who acts for whom: ${by} → ${name}` }
    for (const subject of [for_, who])
      await deps.access.record(tx, {
        ...{ subject, actor: official ? { ...actor, official: official.id } : actor, use: 'decide', facts: [], purpose },
        ...{ law: LAWS[as], register: null, service: null, case: null },
      })
  },
})

/** As it may stand in a list that is not sealed: 김○자. */
const masked = (name: string): string =>
  [...name].map((one, at, all) => (at === 0 || (at === all.length - 1 && at > 1) ? one : '○')).join('')

async function nameOf({ identity }: MandateDoorDeps, field: string, id: string): Promise<string> {
  const found = await identity.resident(id as PersonId)
  if (!found) throw admissionRefused({ field, what: id })
  return found.name
}

/** A guardian's ends when the court says so; whoever only helps does so for a year at most. */
function mustEnd({ clock }: MandateDoorDeps, { as, endsOn }: Pick<Content, 'as' | 'endsOn'>): void {
  const today = clock.today()
  const last = endsOn === '' ? undefined : Temporal.PlainDate.from(endsOn)
  const isOver = last !== undefined && Temporal.PlainDate.compare(last, today) < 0
  const isLong = as === 'helper' && (!last || Temporal.PlainDate.compare(last, today.add({ days: LONGEST_DAYS })) > 0)
  if (isOver || isLong) throw admissionRefused({ field: 'endsOn', what: endsOn })
}
