/** A request in the reader's words, with its whole history: agencies are named, their officials are not. */
import type { Pack } from '@dpg/definitions'
import { type Lang, type Text, textIn } from '@dpg/kernel'
import type { Happened, Named, SharingRequest } from './contract.ts'
import { type SharingDeps, todayOf } from './deps.ts'
import { needId } from './grounds.ts'
import { standingOf } from './rule.ts'
import type { RequestRow, StepRow } from './store.ts'

const named = (id: string, title: Text | undefined, lang: Lang): Named => ({ id, title: title ? textIn(title, lang) : id })

export interface Namer {
  readonly pack: Pack
  agency(code: string): Named
  named(id: string, of: ReadonlyMap<string, { readonly title: Text }>): Named
}

export function namerOf({ catalogue, directory }: SharingDeps, lang: Lang): Namer {
  return {
    pack: catalogue.current().pack,
    agency: (code) => ({ id: code, title: directory.agencyName(code, lang) }),
    named: (id, of) => named(id, of.get(id)?.title, lang),
  }
}

export function viewOf(deps: SharingDeps, row: RequestRow, steps: readonly StepRow[], lang: Lang): SharingRequest {
  const namer = namerOf(deps, lang)
  const { pack, agency } = namer
  const today = todayOf(deps)
  const { state, turn, dueOn } = standingOf(row, steps, today)
  const orNull = <T>(id: string | null, of: (id: string) => T): T | null => (id === null ? null : of(id))
  return {
    id: row.id,
    number: row.number,
    agency: agency(row.agency),
    holder: agency(row.holder),
    register: orNull(row.register, (id) => namer.named(id, pack.registers)),
    dataset: orNull(row.dataset, (id) => namer.named(id, pack.datasets)),
    facts: row.facts.map((id) => ({
      ...namer.named(id, pack.facts),
      sensitivity: pack.facts.get(id)?.sensitivity ?? 'personal',
    })),
    service: orNull(row.service, (id) => namer.named(id, pack.services)),
    purpose: named(row.purpose, deps.guard.purpose(row.purpose), lang),
    law: row.law,
    why: row.why,
    replaces: orNull(row.replaces, (id) => paperOf(pack, row.service, id, lang)),
    confirmer: orNull(row.confirmer, agency),
    filedOn: dayIn(row.filedAt),
    state,
    turn: orNull(turn, agency),
    dueOn,
    isOverdue: state === 'appealed' && dueOn !== null && today > dueOn,
    history: historyOf(row, steps, today, namer),
  }
}

/** The paper by its name; a service that no longer asks for it leaves the id. */
function paperOf({ services }: Pack, service: string | null, need: string, lang: Lang): Named {
  const found = services.get(service ?? '')?.needs.find((one, at) => needId(one, at) === need)
  return named(need, found?.document ?? undefined, lang)
}

const dayIn = (instant: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO('Asia/Seoul').toPlainDate().toString()

/** Silence stands where it took effect, though nobody wrote it. */
function historyOf(row: RequestRow, steps: readonly StepRow[], today: string, namer: Namer): Happened[] {
  const filed: Happened = {
    what: 'filed',
    agency: namer.agency(row.agency),
    on: dayIn(row.filedAt),
    exception: null,
    reasons: null,
  }
  const history = [filed, ...steps.map((step) => happened(step, namer))]
  const first = steps[0]
  if (!standingOf(row, steps, today).isSilent) return history
  const silence: Happened = {
    what: 'silence',
    agency: namer.agency(row.holder),
    on: Temporal.PlainDate.from(row.answerBy).add({ days: 1 }).toString(),
    exception: null,
    reasons: null,
  }
  return first === undefined ? [...history, silence] : [filed, silence, ...history.slice(1)]
}

function happened({ deed, agency, on, exception, reasons }: StepRow, { pack, named: nameOf, agency: agencyOf }: Namer): Happened {
  const law = exception === null ? undefined : pack.exceptions.get(exception)?.law
  return {
    what: deed,
    agency: agencyOf(agency),
    on,
    exception: exception === null ? null : { ...nameOf(exception, pack.exceptions), law: law ?? '' },
    reasons,
  }
}
