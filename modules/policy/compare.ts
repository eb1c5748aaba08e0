/** Rules given whole, counted at once: for whoever writes rules and wants to know what they do before they count. */
import { type Compared, type Comparison, type StandIn, tooHeavy } from './contract.ts'
import { resultOf, shapeOf } from './estimate.ts'
import { type PopulationRun, RunStopped } from './people/population.ts'
import { withStandIns } from './stand-ins.ts'

/** Somebody waits for the answer. */
const LIMIT_MS = 120_000

export async function compare(
  { population }: { readonly population: PopulationRun },
  { service, asOf, before, after }: Comparison,
): Promise<Compared> {
  try {
    const [today, reform] = [withStandIns(before, asOf), withStandIns(after, asOf)]
    const measured = await population.compare({ service, asOf, today: today.rules, reform: reform.rules }, () => {}, LIMIT_MS)
    return { ...resultOf(measured, shapeOf(after, service)), standIns: together(today.standIns, reform.standIns) }
  } catch (cause) {
    if (cause instanceof RunStopped) throw tooHeavy({ why: cause.message }, { cause })
    throw cause
  }
}

const together = (...lists: readonly (readonly StandIn[])[]): readonly StandIn[] => [
  ...new Map(lists.flat().map((one) => [one.parameter, one])).values(),
]
