/** The decision: what, why, how much, by whom, and the documents that say so (행정절차법 제23조·제24조). */
import type { ServiceDefinition } from '@dpg/definitions'
import type { CaseFile, DecisionRecord } from './case-file.ts'
import { documentsFor } from './documents.ts'
import type { Doing } from './effects.ts'
import { accessOf, actorOf, systemActor } from './who.ts'

export async function decide(doing: Doing, file: CaseFile): Promise<CaseFile> {
  const { deps, tx, step, doer } = doing
  const decided = decisionOf(file.definition, step.decision ?? '')
  const record: DecisionRecord = { ...recordOf(doing, file), code: decided.code, outcome: decided.outcome, documents: [] }
  const actor = doer.official ? actorOf(doer.official) : systemActor(deps, file.row.office)
  const used = Object.keys(file.contents.facts).sort()
  await deps.access.record(tx, accessOf(file, actor, 'decide', used, decided.law))
  const withDecision: CaseFile = { ...file, contents: { ...file.contents, decision: record } }
  const documents: { id: DecisionRecord['documents'][number]['id']; number: string }[] = []
  for (const { output, facts, command } of documentsFor(deps, withDecision, doing.rules, doing.asOf)) {
    documents.push(await deps.wallet.issue(tx, { ...command, key: `case:${file.row.id}:${output}` }))
    await deps.access.record(tx, accessOf(file, actor, 'issue', facts, decided.law))
  }
  return { ...withDecision, contents: { ...withDecision.contents, decision: { ...record, documents } } }
}

export function decisionOf(
  { decisions, id }: Pick<ServiceDefinition, 'decisions' | 'id'>,
  code: string,
): ServiceDefinition['decisions'][number] {
  const found = decisions.find((decision) => decision.code === code)
  if (!found) throw new Error(`${id} has no decision ${code}`)
  return found
}

/** The reasons of the one who proposed stand when another approves; the platform names the criteria that are not met. */
function recordOf({ deps, deed, doer, step }: Doing, { contents, definition }: CaseFile) {
  const { proposal, assessment, entering } = contents
  const decided = decisionOf(definition, step.decision ?? '')
  const failed = assessment?.criteria.filter(({ outcome }) => outcome === 'notMet').map(({ id }) => id) ?? []
  const automatic = decided.outcome === 'refuse' ? failed.filter((id) => decided.reasons.some(({ code }) => code === id)) : []
  const isGrant = decided.outcome === 'grant' || decided.outcome === 'partial'
  const amount = isGrant && assessment?.amount?.won != null ? { won: assessment.amount.won, per: assessment.amount.per } : null
  const first = proposal?.name ?? entering?.official?.name ?? doer.official?.name ?? null
  return {
    reasonCodes: proposal?.reasonCodes ?? deed.reasonCodes ?? (doer.official ? [] : automatic),
    note: proposal?.reason ?? deed.reason ?? null,
    amount,
    by: [...new Set([first, doer.official?.name ?? null].filter((name) => name !== null))],
    at: deps.clock.now().toString(),
  }
}
