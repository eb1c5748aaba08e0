/** Which step the platform takes by itself after gathering: decide where the law lets it, else hand over to an official. Pure. */
import type { ServiceDefinition, WorkflowAction } from '@dpg/definitions'
import type { Assessment, CaseFile } from './case-file.ts'
import { actionsOf, stateOf } from './transition.ts'

/** The state of a workflow in which it waits for a register to be repaired (시행령 제20조제2호); not every workflow has one. */
export const OUTAGE = 'outage'
/** Tries that must have failed before the person is told of an outage. */
const TRIES_BEFORE_OUTAGE = 3

/** `assessment`: the rules' reading once nothing is waited for; null while something is. */
export function nextAction(
  { definition, row, contents }: Pick<CaseFile, 'definition' | 'row' | 'contents'>,
  assessment: Assessment | null,
  holds: (feel: string) => boolean,
): WorkflowAction | undefined {
  const own = actionsOf(definition).filter(
    ({ actor, from, guard }) => actor === 'system' && from.includes(row.state) && (guard === null || holds(guard)),
  )
  const needs = Object.values(contents.needs)
  if (!assessment) {
    const isDown = needs.some(({ state, tries }) => state === 'waiting' && tries >= TRIES_BEFORE_OUTAGE)
    return isDown ? own.find(({ to }) => to === OUTAGE) : undefined
  }
  const isComplete = needs.every(
    ({ state }) => state === 'fetched' || state === 'answered' || state === 'not-needed' || state === 'uploaded',
  )
  return (mayDecide(definition) && isComplete ? automatic(definition, own, assessment) : undefined) ?? handOver(definition, own)
}

/** 자동적 처분 (행정기본법 제20조): only where the service says so, and never what two people must see. */
const mayDecide = ({ privacy, fourEyes }: ServiceDefinition): boolean => privacy.automatedDecision && !fourEyes

function automatic(
  definition: ServiceDefinition,
  own: readonly WorkflowAction[],
  { outcome }: Assessment,
): WorkflowAction | undefined {
  const wanted = outcome === 'eligible' ? 'grant' : outcome === 'ineligible' ? 'refuse' : undefined
  return own.find(
    ({ decision }) => decision !== null && definition.decisions.find(({ code }) => code === decision)?.outcome === wanted,
  )
}

/** On to the desk of an official: no decision, the clock goes on. */
const handOver = (definition: ServiceDefinition, own: readonly WorkflowAction[]): WorkflowAction | undefined =>
  own.find(
    (action) => action.decision === null && !action.effects.includes('gather') && stateOf(definition, action.to).clock === 'run',
  )
