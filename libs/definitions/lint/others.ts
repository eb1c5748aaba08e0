/** Datasets, exceptions, situations and models: what they name exists. */
import { type Finding, finding, type RuleId } from '../findings.ts'
import type { Path } from '../source.ts'
import type { Kind } from '../sources.ts'
import type { PackCheck } from './lint.ts'

export const lintOthers: PackCheck = ({ pack, sources }) => {
  const check = (
    kind: Kind,
    id: string,
    rule: RuleId,
    known: { has: (id: string) => boolean },
    references: readonly (readonly [Path, string | null])[],
  ): Finding[] =>
    references.flatMap(([path, other]) =>
      other === null || known.has(other) ? [] : [finding(rule, sources.place(kind, id, path), { id: other })],
    )
  const areas = { has: (code: string) => code === pack.header.area || pack.areas.has(code) }
  const levels = (ids: readonly { id: string }[]) => new Set(ids.map(({ id }) => id))
  return [
    ...[...pack.datasets.values()].flatMap(({ id, agency, spatial, fields }) => [
      ...check('dataset', id, 'reference.agency', pack.agencies, [[['agency'], agency]]),
      ...check('dataset', id, 'reference.area', areas, [[['spatial'], spatial]]),
      ...check(
        'dataset',
        id,
        'reference.fact',
        pack.facts,
        fields.map(({ fact }, i) => [['fields', i, 'fact'], fact] as const),
      ),
    ]),
    // Nothing is closed but by an exception that everybody can read.
    ...[...pack.datasets.values()].flatMap(({ id, sharing }) =>
      sharing === 'open'
        ? []
        : check('dataset', id, 'reference.exception', pack.exceptions, [[['sharing', 'exception'], sharing.exception]]),
    ),
    ...[...pack.exceptions.values()].flatMap(({ id, confirm, review }) =>
      check('exception', id, 'reference.agency', pack.agencies, [
        [['confirm'], confirm],
        [['review'], review],
      ]),
    ),
    ...[...pack.situations.values()].flatMap((situation) => [
      ...check('situation', situation.id, 'reference.agency', pack.agencies, [[['agency'], situation.agency]]),
      ...check(
        'situation',
        situation.id,
        'reference.dataset',
        pack.datasets,
        situation.streams.map(({ dataset }, i) => [['streams', i, 'dataset'], dataset] as const),
      ),
      ...check('situation', situation.id, 'situation.level', levels(situation.levels), [
        ...situation.playbook.map(({ level }, i) => [['playbook', i, 'level'], level] as const),
        ...situation.messages.map(({ level }, i) => [['messages', i, 'level'], level] as const),
      ]),
    ]),
    ...[...pack.models.values()].flatMap(({ id, agency, inputs }) => [
      ...check('model', id, 'reference.agency', pack.agencies, [[['agency'], agency]]),
      ...check(
        'model',
        id,
        'reference.fact',
        pack.facts,
        inputs.map(({ fact }, i) => [['inputs', i, 'fact'], fact] as const),
      ),
      ...check(
        'model',
        id,
        'reference.dataset',
        pack.datasets,
        inputs.map(({ dataset }, i) => [['inputs', i, 'dataset'], dataset] as const),
      ),
    ]),
  ]
}
