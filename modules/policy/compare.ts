/** Two sets of rules counted over the nation; figures that nobody has published for the day are stood in for, and named. */
import { type Comparison, type RunResult, type StandIn, tooHeavy } from './contract.ts'
import { resultOf, shapeOf } from './estimate.ts'
import { type PopulationRun, RunStopped } from './people/population.ts'
import { withStandIns } from './stand-ins.ts'

type Progress = (percent: number) => void

/** Somebody waits for the answer. */
const LIMIT_MS = 120_000

export async function counted(
  population: PopulationRun,
  { service, asOf, before, after }: Comparison,
  onProgress: Progress,
  limitMs?: number,
): Promise<RunResult> {
  const [today, reform] = [withStandIns(before, asOf), withStandIns(after, asOf)]
  const measured = await population.compare({ service, asOf, today: today.rules, reform: reform.rules }, onProgress, limitMs)
  const standIns = together(today.standIns, reform.standIns)
  // Without any the result is, to the byte, what it was before figures were stood in for.
  return { ...resultOf(measured, shapeOf(after, service)), ...(standIns.length > 0 && { standIns }) }
}

/** At once, for whoever writes rules and wants to know what they do before they count. */
export async function compare(
  { population }: { readonly population: PopulationRun },
  comparison: Comparison,
): Promise<RunResult> {
  try {
    return await counted(population, comparison, () => {}, LIMIT_MS)
  } catch (cause) {
    if (cause instanceof RunStopped) throw tooHeavy({ why: cause.message }, { cause })
    throw cause
  }
}

const together = (...lists: readonly (readonly StandIn[])[]): readonly StandIn[] => [
  ...new Map(lists.flat().map((one) => [one.parameter, one])).values(),
]
