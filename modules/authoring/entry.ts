/** An entry of the catalogue as a folder to go on with: its codes as criteria that can be edited, everything else as far as it is known. */
import type { Pack, ServiceDefinition } from '@dpg/definitions'
import { stringify } from 'yaml'
import type { RuleFile } from './contract.ts'
import { casesPath, servicePath } from './form/files.ts'

export const slugOf = (service: string): string => `entry-${service.toLowerCase().replace(/[^a-z0-9-]+/g, '-')}`

/** A draft (`status: draft`): nobody can apply before somebody has written the rest. */
export function entryFiles(entry: ServiceDefinition, pack: Pack, today: string): RuleFile[] {
  const slug = slugOf(entry.id)
  const read = entry.eligibility.inputs.map(({ fact }) => fact)
  const held = read.filter((id) => pack.facts.get(id)?.register != null)
  const said = read.filter((id) => pack.facts.get(id)?.register == null)
  const service = {
    id: entry.id,
    version: '1.0.0',
    effectiveFrom: entry.effectiveFrom ?? today,
    status: 'draft',
    kind: entry.kind,
    basis: 'codes',
    title: entry.title,
    description: entry.description,
    keywords: entry.keywords,
    ...filled({
      field: entry.field,
      gov24ServiceId: entry.gov24ServiceId,
      lifeEvents: entry.lifeEvents,
      offices: filled(entry.offices),
      contact: entry.contact && filled(entry.contact),
      windows: entry.windows.map(filled),
      support: entry.support && filled(entry.support),
    }),
    agency: entry.agency,
    ...(entry.area ? { area: entry.area } : {}),
    audience: entry.audience,
    award: { unit: entry.award.unit, ...(entry.award.each ? { each: entry.award.each } : {}) },
    eligibility: {
      criteria: entry.eligibility.criteria.map(({ id, test, law, says, change }) => ({
        id,
        test,
        ...(law ? { law } : {}),
        says,
        ...(change ? { change } : {}),
      })),
    },
    ...(read.length > 0 ? { needs: needsOf(held, said, pack) } : {}),
    languages: ['ko', 'en'],
  }
  return [
    { path: servicePath(slug), text: stringify(service, { lineWidth: 0, flowCollectionPadding: true }) },
    { path: casesPath(slug), text: '[]\n' },
  ]
}

/** Without what says nothing. */
const filled = (fields: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  )

const needsOf = (held: readonly string[], said: readonly string[], pack: Pack) => [
  ...held.map((fact) => ({ facts: [fact], law: pack.facts.get(fact)?.law ?? '개인정보 보호법 제15조제1항', onFailure: 'wait' })),
  ...(said.length > 0
    ? [
        {
          facts: said,
          source: 'person',
          why: { ko: '대장에 없어 본인에게 여쭙습니다', en: 'No register holds it, so the person is asked' },
        },
      ]
    : []),
]
