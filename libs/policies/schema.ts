/** The Cedar schema, generated from the vocabulary: what is not in a list cannot be named. */
import { actionsOf, CONSENTS, OWNERS, PRINCIPALS, SELF, type Vocabulary } from './vocabulary.ts'

const ATTRIBUTES = {
  Route: 'path: String, method: String, kind: String',
  Fact: 'fact: String, sensitivity: Sensitivity, register: String, owner: Person, declared: Bool, agreed: Bool',
  Case: 'service: String, offices: Set<String>, owner: Person',
} as const

/** Before anything is stated. */
export const UNSTATED = 'unstated'

export function schemaOf(vocabulary: Vocabulary): string {
  const list = (ids: readonly string[]) => `[${ids.map((id) => JSON.stringify(id)).join(', ')}]`
  const names = (words: object) => Object.keys(words)
  return [
    `entity Role enum ${list(names(vocabulary.roles))};`,
    `entity Purpose enum ${list([UNSTATED, ...names(vocabulary.purposes)])};`,
    `entity Mandate enum ${list([SELF, ...names(vocabulary.mandates)])};`,
    `entity Sensitivity enum ${list(names(vocabulary.sensitivities))};`,
    `entity Consent enum ${list(CONSENTS)};`,
    `entity Person enum ${list(OWNERS)};`,
    'entity Visitor;',
    'entity Official in [Role] { agency: String, office: String };',
    'entity Program { agency: String, office: String };',
    ...Object.entries(ATTRIBUTES).map(([type, attributes]) => `entity ${type} { ${attributes} };`),
    'type Asked = { assurance: Long, purpose: Purpose, law: String, consent: Consent, deviceBound: Bool, acting: Mandate, covered: Bool, hour: Long, workday: Bool, recent: Long };',
    ...[...actionsOf(vocabulary)].map(
      ([action, resource]) =>
        `action ${JSON.stringify(action)} appliesTo { principal: [${PRINCIPALS.join(', ')}], resource: [${resource}], context: Asked };`,
    ),
    '',
  ].join('\n')
}
