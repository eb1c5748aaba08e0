/** Data minimisation: what is fetched is used, what the rules read is fetched or asked, each with its law (개인정보 보호법 제16조). */
import { type Finding, finding } from '../findings.ts'
import { readsOf } from '../reads.ts'
import { CONSENTERS } from '../schemas/service-evidence.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { Linted, ServiceCheck } from './lint.ts'
import { usesOf } from './uses.ts'

export const lintNeeds: ServiceCheck = (service, linted) => [
  ...lintEach(service, linted),
  ...unusedOf(service, linted),
  ...uncoveredOf(service, linted),
]

function lintEach({ id, needs, requirements, eligibility }: ServiceDefinition, { pack, sources }: Linted): Finding[] {
  const goals = new Set([...requirements, ...eligibility.criteria].map((goal) => goal.id))
  const criteria = new Set(eligibility.criteria.map((criterion) => criterion.id))
  const alternatives = Map.groupBy(needs, ({ anyOf }) => anyOf)
  const aimless = requirements.flatMap(({ fulfils }, i) =>
    fulfils.flatMap((goal, j) =>
      criteria.has(goal)
        ? []
        : [finding('need.fulfils', sources.place('service', id, ['requirements', i, 'fulfils', j]), { id: goal })],
    ),
  )
  const each = needs.flatMap((need, i) => {
    const at = (...path: PropertyKey[]) => sources.place('service', id, ['needs', i, ...path])
    const name = need.id ?? String(i + 1)
    const findings: Finding[] = []
    if (need.facts.length === 0 && need.document === null) findings.push(finding('need.empty', at(), { need: name }))
    if (need.law === null && need.why === null) findings.push(finding('need.law', at(), { need: name }))
    for (const [j, goal] of need.fulfils.entries())
      if (!goals.has(goal)) findings.push(finding('need.fulfils', at('fulfils', j), { id: goal }))
    if (need.anyOf !== null && alternatives.get(need.anyOf)!.length < 2)
      findings.push(finding('need.alone', at('anyOf'), { group: need.anyOf }, 'warning'))
    const { of } = need.consent
    if (of !== undefined && !needs.some(({ facts, consent }) => consent.of === undefined && facts.includes(CONSENTERS[of])))
      findings.push(finding('need.consenters', at('consent', 'of'), { need: name, fact: CONSENTERS[of] }))
    if (need.source === null || need.source === 'register') findings.push(...unheldOf(need.facts, at, pack, need.register))
    return findings
  })
  return [...aimless, ...each]
}

/** A fact to be fetched must have somebody who holds it: a register of its own, of the need, or of all it is derived from. */
function unheldOf(
  facts: readonly string[],
  at: (...path: PropertyKey[]) => ReturnType<Linted['sources']['place']>,
  pack: Linted['pack'],
  register: string | null,
): Finding[] {
  if (register !== null) return []
  return facts.flatMap((id, j) => {
    const fact = pack.facts.get(id)
    if (!fact || fact.register !== null || fact.derive !== null) return []
    return [finding('need.unheld', at('facts', j), { fact: id })]
  })
}

function unusedOf(service: ServiceDefinition, linted: Linted): Finding[] {
  const { all } = usesOf(service, linted)
  return service.needs.flatMap(({ facts }, i) =>
    facts.flatMap((fact, j) =>
      all.has(fact) || !linted.pack.facts.has(fact)
        ? []
        : [finding('need.unused', linted.sources.place('service', service.id, ['needs', i, 'facts', j]), { fact }, 'warning')],
    ),
  )
}

/** A fact is covered when it is needed, asked, or derived from what is covered. */
function uncoveredOf(service: ServiceDefinition, linted: Linted): Finding[] {
  const { pack, sources } = linted
  const { rules, asked } = usesOf(service, linted)
  const given = new Set([...asked, ...service.needs.flatMap(({ facts }) => facts)])
  const lacking = new Map<string, readonly string[]>()
  /** The leaves that keep a fact from being known; empty when it is covered. */
  const lackingOf = (id: string): readonly string[] => {
    if (given.has(id)) return []
    const known = lacking.get(id)
    if (known) return known
    lacking.set(id, [id])
    const derive = pack.facts.get(id)?.derive
    const leaves = derive == null ? [id] : [...readsOf([derive], pack).facts].flatMap(lackingOf)
    lacking.set(id, leaves)
    return leaves
  }
  const leaves = new Set([...rules].flatMap(lackingOf))
  return [...leaves].sort().map((fact) => finding('need.uncovered', sources.place('service', service.id, ['needs']), { fact }))
}
