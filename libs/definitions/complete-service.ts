/** A parsed service made complete: what people may leave out because it follows from the rest. */
import { dataSchemaOf } from './data-schema.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import type { LoadedService } from './load-service.ts'
import { closureOf, localNames, readsOf, ruleExpressions, type Vocabulary } from './reads.ts'
import type { Pack } from './schemas/pack.ts'
import type { ServiceDefinition, ServiceFile } from './schemas/service.ts'
import { layOver } from './work.ts'

/** Fills in what is derived. Decisions, needs and rules that say nothing get what the schema promises for them. */
export function completeService(
  { file, cases, templates }: LoadedService,
  pack: Vocabulary & Pick<Pack, 'workflows'>,
): ServiceDefinition {
  const expressions = ruleExpressions(file)
  const { leaves, parameters } = closureOf(readsOf(expressions, pack, localNames(file)), pack)
  const inputs = [...leaves].sort().map((fact) => {
    const { type, register } = pack.facts.get(fact)!
    return { fact, type, register, gov24: [] }
  })
  const needs = file.needs.map((need, index) => ({ ...need, id: need.id ?? `need-${index + 1}` }))
  const items = file.privacy.items ?? [...new Set([...needs.flatMap(({ facts }) => facts), ...fieldsOf(file, pack)])].sort()
  return {
    ...file,
    work: file.work && layOver(file.work, pack.workflows),
    rules: file.rules.length > 0 ? file.rules : rulesOf(file),
    eligibility: { ...file.eligibility, inputs },
    needs,
    form: { ...file.form, dataSchema: file.form.dataSchema ?? dataSchemaOf(file.form, pack.facts) },
    decisions: file.decisions.map((decision) => completeDecision(decision, file)),
    applicantTypes: file.applicantTypes ?? file.audience,
    privacy: { ...file.privacy, items },
    fieldEncryption: file.fieldEncryption ?? items.filter((id) => isSensitive(id, pack)),
    parameters: [...parameters].sort(),
    cases,
    templates,
    catalogue: null,
  }
}

/** Facts the form asks for. */
const fieldsOf = (file: ServiceFile, { facts }: Vocabulary): string[] =>
  file.form.screens.flatMap(({ fields }) => fields).filter((id) => facts.has(id))

const isSensitive = (id: string, { facts }: Vocabulary): boolean => {
  const sensitivity = facts.get(id)?.sensitivity
  return sensitivity === 'sensitive' || sensitivity === 'unique'
}

/** cpsv:Rule: one for who, one for how much, each with its articles. */
function rulesOf({ eligibility, amount }: ServiceFile): ServiceFile['rules'] {
  const rule = (id: 'eligibility' | 'amount', laws: readonly (string | null)[]) => ({
    id,
    title: { ko: ko[`service.rule.${id}.title`], en: en[`service.rule.${id}.title`] },
    description: { ko: ko[`service.rule.${id}.description`], en: en[`service.rule.${id}.description`] },
    implements: [...new Set(laws.filter((law) => law !== null))],
  })
  return [
    ...(eligibility.criteria.length > 0
      ? [
          rule(
            'eligibility',
            eligibility.criteria.map(({ law }) => law),
          ),
        ]
      : []),
    ...(amount
      ? [
          rule(
            'amount',
            amount.steps.map(({ law }) => law),
          ),
        ]
      : []),
  ]
}

/** Every decision says how one may object to it (행정절차법 제26조): where none is named, all routes that the service has. A refusal without reasons has one for each criterion. */
function completeDecision(
  decision: ServiceFile['decisions'][number],
  { eligibility, appeal }: ServiceFile,
): ServiceFile['decisions'][number] {
  const completed = { ...decision, appeal: decision.appeal ?? appeal.map(({ id }) => id) }
  if (decision.outcome !== 'refuse') return completed
  const reasons = eligibility.criteria.map(({ id, says, law, whatYouCanDo, change, alternatives }) => ({
    code: id,
    says,
    law,
    whatYouCanDo: whatYouCanDo ?? change,
    alternatives,
  }))
  return { ...completed, reasons: decision.reasons.length > 0 ? decision.reasons : reasons }
}
