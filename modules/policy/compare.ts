/** Two sets of rules counted over the nation; figures that nobody has published for the day are stood in for, and named. */
import { type Comparison, type RunResult, type StandIn, tooHeavy } from './contract.ts'
import { resultOf, shapeOf } from './estimate.ts'
import { RunStopped } from './people/thread.ts'
import { countTogether, forgetShares, type ShareDeps, type Shares } from './share.ts'
import { withStandIns } from './stand-ins.ts'

/** Somebody waits for the answer. */
const LIMIT_MS = 120_000

export async function counted(
  deps: ShareDeps,
  id: string,
  { service, asOf, before, after }: Comparison,
  shares: Shares,
): Promise<RunResult> {
  const [today, reform] = [withStandIns(before, asOf), withStandIns(after, asOf)]
  const measured = await countTogether(deps, id, { service, asOf, today: today.rules, reform: reform.rules }, shares)
  const standIns = eachOnce(today.standIns, reform.standIns)
  // Without any the result is, to the byte, what it was before figures were stood in for.
  return { ...resultOf(measured, shapeOf(after, service)), ...(standIns.length > 0 && { standIns }) }
}

/** At once, for whoever writes rules and wants to know what they do before they count. */
export async function compare(deps: ShareDeps, comparison: Comparison): Promise<RunResult> {
  const id = crypto.randomUUID()
  try {
    return await counted(deps, id, comparison, { limitMs: LIMIT_MS })
  } catch (cause) {
    if (cause instanceof RunStopped) throw tooHeavy({ why: cause.message }, { cause })
    throw cause
  } finally {
    await forgetShares(deps, id)
  }
}

const eachOnce = (...lists: readonly (readonly StandIn[])[]): readonly StandIn[] => [
  ...new Map(lists.flat().map((one) => [one.parameter, one])).values(),
]
