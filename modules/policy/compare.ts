/** Rules given whole, counted at once: for whoever writes rules and wants to know what they do before they count. */
import { type Comparison, type RunResult, tooHeavy } from './contract.ts'
import { resultOf, shapeOf } from './estimate.ts'
import { type PopulationRun, RunStopped } from './people/population.ts'

/** Somebody waits for the answer. */
const LIMIT_MS = 120_000

export async function compare(
  { population }: { readonly population: PopulationRun },
  { service, asOf, before, after }: Comparison,
): Promise<RunResult> {
  try {
    const measured = await population.compare({ service, asOf, today: before, reform: after }, () => {}, LIMIT_MS)
    return resultOf(measured, shapeOf(after, service))
  } catch (cause) {
    if (cause instanceof RunStopped) throw tooHeavy({ why: cause.message }, { cause })
    throw cause
  }
}
