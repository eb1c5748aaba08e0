/** A person whose facts changed: only what reads the changed facts is evaluated again, only services whose answer changed are told. */
import type { Amount, ChangedResult, Json } from '../types.ts'
import { evaluateAnew, NOT_MET, OUTCOMES } from './evaluation.ts'
import { readChanges } from './input.ts'
import type { Service } from './program.ts'
import { codeOf, judged, type Screening, type Teller, tellerOf } from './screen.ts'

/** Screens again. Throws UnknownFactError, FactTypeError. */
export function rescreen(
  previous: Teller,
  changes: Readonly<Record<string, Json | undefined>>,
): { readonly next: Teller; readonly changed: readonly ChangedResult[] } {
  const before = previous.screened
  const { program } = before.evaluation
  const facts = readChanges(program, changes)
  const next = tellerOf(judged(evaluateAnew(before.evaluation, facts), before.named))
  const services = new Set(differing(before, next.screened))
  for (const fact of facts.keys())
    for (const service of program.layout.singleBy[fact]!) if (isPaidOtherwise(service, previous, next)) services.add(service)
  const changed = [...services]
    .sort((a, b) => a.index - b.index)
    .map((service) => ({ before: OUTCOMES[codeOf(before, service)]!, result: next.of(service) }))
  return { next, changed }
}

/** Services with another outcome. */
export function differing(previous: Screening, next: Screening): readonly Service[] {
  const { servicesAt } = previous.evaluation.program.layout
  const found = [...previous.own].flatMap(([service, before]) => (before === codeOf(next, service) ? [] : [service]))
  if (previous.named) return found
  const { cells: was } = previous
  const { cells: is } = next
  for (let cell = 1; cell < was.length; cell++) if (was[cell] !== is[cell]) found.push(...servicesAt[cell]!)
  return found
}

function isPaidOtherwise(service: Service, previous: Teller, next: Teller): boolean {
  const { named } = previous.screened
  if (named && !named.includes(service)) return false
  if (codeOf(previous.screened, service) === NOT_MET || codeOf(next.screened, service) === NOT_MET) return false
  return sumOf(previous.of(service).amount) !== sumOf(next.of(service).amount)
}

const sumOf = (amount: Amount | undefined): string | undefined =>
  amount && `${amount.value} ${amount.missingFacts.join()} ${amount.missingParameters.join()}`
