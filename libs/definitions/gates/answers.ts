/** What a person is owed: reasons and a way to appeal, proof without paper, a letter if need be, a price and a time. */
import { called, type Finding, finding } from '../findings.ts'
import type { ServiceCheck } from '../lint/lint.ts'

/** A refusal says why, by which law, and how to appeal (행정절차법 제23조, 제26조). */
export const gateRefusals: ServiceCheck = ({ id, kind, decisions, appeal }, { sources }) => {
  const routes = new Set(appeal.map((route) => route.id))
  const findings: Finding[] = []
  for (const [i, decision] of decisions.entries()) {
    const at = (...path: PropertyKey[]) => sources.place('service', id, ['decisions', i, ...path])
    for (const [j, route] of (decision.appeal ?? []).entries())
      if (!routes.has(route)) findings.push(finding('reference.appeal', at('appeal', j), { id: route }))
    if (decision.outcome !== 'refuse' && decision.outcome !== 'partial') continue
    const named = { decision: called(decision.title, decision.code) }
    if (decision.reasons.length === 0) findings.push(finding('gate.reasons', at(), named))
    for (const [j, reason] of decision.reasons.entries())
      if (decision.law === null && reason.law === null)
        findings.push(finding('gate.reason-law', at('reasons', j), { reason: reason.code }))
    if ((decision.appeal ?? []).length === 0) findings.push(finding('gate.appeal', at(), named))
  }
  const refuses = decisions.some(({ outcome }) => outcome === 'refuse')
  if (!refuses && kind !== 'inquiry') findings.push(finding('gate.no-refusal', sources.place('service', id, ['decisions'])))
  return findings
}

/** A paper is asked for only where no register, wallet or word of the person will do, and then with the reason. */
export const gateEvidence: ServiceCheck = ({ id, needs }, { sources }) => {
  const isPaper = (source: string | null) => source === 'upload' || source === 'paper'
  return needs.flatMap((need, i) => {
    const hasOther = need.anyOf !== null && needs.some((other) => other.anyOf === need.anyOf && !isPaper(other.source))
    if (!isPaper(need.source) || need.uploadReason !== null || hasOther) return []
    return [finding('gate.upload', sources.place('service', id, ['needs', i]), { need: need.id ?? String(i + 1) })]
  })
}

/** 송달: what has legal effect reaches people without a screen too. */
export const gateLegalNotices: ServiceCheck = ({ id, notices }, { sources }) =>
  notices.flatMap(({ legal, fallback, channels, event }, i) =>
    legal && fallback !== 'post' && !channels.includes('post')
      ? [finding('gate.post', sources.place('service', id, ['notices', i]), { event })]
      : [],
  )

export const gateChannels: ServiceCheck = ({ id, channels }, { sources }) => {
  if (channels.length === 0) return [finding('gate.no-channel', sources.place('service', id))]
  return channels.flatMap(({ kind, fee, time }, i) => {
    const at = sources.place('service', id, ['channels', i])
    return [
      ...(fee === null ? [finding('gate.fee', at, { channel: kind })] : []),
      ...(time === null ? [finding('gate.time', at, { channel: kind })] : []),
    ]
  })
}
