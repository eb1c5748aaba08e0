/** A person whose facts changed: only what reads the changed facts is evaluated again, only services whose answer changed are told. */
import type { Amount, ChangedResult, Json } from '../types.ts'
import { MET, NOT_MET, OPEN, OUTCOMES } from './answers.ts'
import { type Evaluation, evaluateAnew } from './evaluation.ts'
import { readChanges } from './input.ts'
import type { Service } from './program.ts'
import { codeOf, type Screening, type Teller, tellerOf } from './screen.ts'
import { outcomeOfService } from './service-outcome.ts'
import { sweepAnew } from './sweep.ts'

/** Screens again. Throws UnknownFactError, FactTypeError. */
export function rescreen(
  previous: Teller,
  changes: Readonly<Record<string, Json | undefined>>,
): { readonly next: Teller; readonly changed: readonly ChangedResult[] } {
  const before = previous.screened
  const { program } = before.evaluation
  const facts = readChanges(program, changes)
  const { screened, turned } = judgedAnew(before, evaluateAnew(before.evaluation, facts), facts.keys())
  const next = tellerOf(screened)
  const services = new Set(turned)
  for (const fact of facts.keys())
    for (const service of program.layout.singleBy[fact]!) if (isPaidOtherwise(service, previous, next)) services.add(service)
  const changed = [...services]
    .sort((a, b) => a.index - b.index)
    .map((service) => ({ before: OUTCOMES[codeOf(before, service)]!, result: next.of(service) }))
  return { next, changed }
}

/**
 * The outcomes after some facts changed, and the services that come out differently. `next` is the evaluation of the same person with
 * these facts changed.
 */
function judgedAnew(
  before: Screening,
  next: Evaluation,
  facts: Iterable<number>,
): { readonly screened: Screening; readonly turned: readonly Service[] } {
  const { servicesAt, weightAt, singleBy } = next.program.layout
  const { cells, turned } = before.named === undefined ? sweepAnew(before.evaluation, before.cells, next) : NO_CELLS
  const own = new Map(before.own)
  const found: Service[] = []
  const counts = [0, 0, 0]
  const turn = (was: number, is: number, services: number) => {
    counts[was]! -= services
    counts[is]! += services
  }
  for (const cell of turned) {
    turn(before.cells[cell]!, cells[cell]!, weightAt[cell]!)
    for (const service of servicesAt[cell]!) found.push(service)
  }
  const looked = before.named ?? [...facts].flatMap((fact) => singleBy[fact]!)
  for (const service of looked) {
    const was = own.get(service)
    if (was === undefined) continue
    const is = outcomeOfService(next, service)
    if (is === was) continue
    own.set(service, is)
    turn(was, is, 1)
    found.push(service)
  }
  const { eligible, unknown, ineligible } = before.counts
  const after = { eligible: eligible + counts[MET]!, ineligible: ineligible + counts[NOT_MET]!, unknown: unknown + counts[OPEN]! }
  return { screened: { evaluation: next, named: before.named, cells, own, counts: after }, turned: found }
}

const NO_CELLS = { cells: new Uint8Array(0), turned: [] }

function isPaidOtherwise(service: Service, previous: Teller, next: Teller): boolean {
  const { named } = previous.screened
  if (named && !named.includes(service)) return false
  if (codeOf(previous.screened, service) === NOT_MET || codeOf(next.screened, service) === NOT_MET) return false
  return sumOf(previous.of(service).amount) !== sumOf(next.of(service).amount)
}

const sumOf = (amount: Amount | undefined): string | undefined =>
  amount && `${amount.value} ${amount.missingFacts.join()} ${amount.missingParameters.join()}`
