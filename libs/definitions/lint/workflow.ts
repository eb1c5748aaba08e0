/** Work: actions join states that exist, every state is reached and can end, decisions are those of the service. */
import { called, type Finding, finding } from '../findings.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { WorkflowAction, WorkflowState } from '../schemas/workflow.ts'
import type { Path } from '../source.ts'
import type { Linted, PackCheck, ServiceCheck } from './lint.ts'

/** What an engine of cases must know how to do (countries/kr/workflows/README.md). */
export const EFFECTS: ReadonlySet<string> = new Set(
  'gather assess assign notify decide issue pay register transfer pauseClock resumeClock stopClock extendClock startDeadline extendDeadline'.split(
    ' ',
  ),
)

type Work = NonNullable<ServiceDefinition['work']>
type At = (...path: PropertyKey[]) => ReturnType<Linted['sources']['place']>

/** Shared workflows, as they are with and without a second pair of eyes. */
export const lintWorkflows: PackCheck = ({ pack, sources }) =>
  [...pack.workflows.values()].flatMap((workflow) => {
    const at: At = (...path) => sources.place('workflow', workflow.id, path)
    return [...lintParts(workflow, at), ...lintFlow(workflow, true, at), ...lintFlow(workflow, false, at)]
  })

/** The work of a service with its own states and actions laid over, and its decisions. */
export const lintWork: ServiceCheck = (service, { pack, sources }) => {
  const { work, decisions, fourEyes } = service
  if (work === null) return service.basis === 'law' ? [finding('work.none', sources.place('service', service.id))] : []
  if (work.use !== null && !pack.workflows.has(work.use)) return [] // told as a reference
  const at: At = () => sources.place('service', service.id, ['work'])
  const isShared = typeof (sources.written('service', service.id) as { work?: unknown }).work === 'string'
  const codes = new Set(decisions.map(({ code }) => code))
  const named = [...work.states, ...work.actions].flatMap(({ decision }) => decision ?? [])
  return [
    ...(work.use === null ? lintParts(work, at) : []),
    ...(isShared ? [] : lintFlow(work, fourEyes, at)), // else told at the workflow itself
    ...[...new Set(named)].filter((code) => !codes.has(code)).map((code) => finding('work.decision', at(), { decision: code })),
    ...decisions.flatMap(({ code, title }, i) =>
      named.includes(code)
        ? []
        : [finding('work.undecided', sources.place('service', service.id, ['decisions', i]), { decision: called(title, code) })],
    ),
  ]
}

function lintParts({ states, actions }: Pick<Work, 'states' | 'actions'>, at: At): Finding[] {
  const ids = new Set(states.map(({ id }) => id))
  const unknown = (path: Path, state: string) => (ids.has(state) ? [] : [finding('work.state', at(...path), { state })])
  return [
    ...(states.filter(({ start }) => start).length === 1 ? [] : [finding('work.start', at('states'))]),
    ...actions.flatMap((action, i) => [
      ...action.from.flatMap((state, j) => unknown(['actions', i, 'from', j], state)),
      ...unknown(['actions', i, 'to'], action.to),
      ...(typeof action.fourEyes === 'string' ? unknown(['actions', i, 'fourEyes'], action.fourEyes) : []),
      ...action.effects
        .filter((effect) => !EFFECTS.has(effect))
        .map((effect) => finding('work.effect', at('actions', i, 'effects'), { effect })),
    ]),
    ...states.flatMap(({ id, end, clock }, i) =>
      end && clock !== 'stop' ? [finding('work.clock', at('states', i), { state: id })] : [],
    ),
  ]
}

/** Reachability from the start and towards an end, as the service runs: with `fourEyes` an act goes to the second official first. */
function lintFlow({ states, actions }: Pick<Work, 'states' | 'actions'>, fourEyes: boolean, at: At): Finding[] {
  const edges = actions.flatMap((action) => action.from.map((from) => [from, targetOf(action, fourEyes)] as const))
  const reached = spread(
    states.filter(({ start }) => start).map(({ id }) => id),
    edges,
  )
  const backwards = edges.map(([from, to]) => [to, from] as const)
  const ending = spread(
    states.filter(({ end }) => end).map(({ id }) => id),
    backwards,
  )
  const second = new Set(actions.flatMap(({ fourEyes: state }) => (typeof state === 'string' ? [state] : [])))
  return states.flatMap((state: WorkflowState, i) => {
    if (!fourEyes && second.has(state.id)) return []
    const findings: Finding[] = []
    if (!reached.has(state.id)) findings.push(finding('gate.unreachable', at('states', i), { state: state.id }))
    if (!ending.has(state.id)) findings.push(finding('gate.endless', at('states', i), { state: state.id }))
    return findings
  })
}

const targetOf = (action: WorkflowAction, fourEyes: boolean): string =>
  fourEyes && typeof action.fourEyes === 'string' ? action.fourEyes : action.to

function spread(from: readonly string[], edges: readonly (readonly [string, string])[]): Set<string> {
  const seen = new Set<string>()
  const open = [...from]
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen.has(state)) continue
    seen.add(state)
    for (const [a, b] of edges) if (a === state) open.push(b)
  }
  return seen
}
