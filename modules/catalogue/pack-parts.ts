/** A pack taken apart into definitions, and put together again from what was published. */
import type { Pack } from '@dpg/definitions'
import type { DefinitionKind } from './contract.ts'
import { NO_WORDS, type SearchWords } from './search-words.ts'

/** What a release holds: the pack, and the words people use for what its services are called. */
export interface ReleaseContent {
  readonly pack: Pack
  readonly words: SearchWords
}

interface Part {
  readonly kind: DefinitionKind
  readonly list: (content: ReleaseContent) => Iterable<readonly [id: string, definition: unknown]>
  /** Ids stand in the definitions themselves. */
  readonly idOf: (definition: never) => string
}

const part = <T>(kind: DefinitionKind, mapOf: (pack: Pack) => ReadonlyMap<string, T>, idOf: (definition: T) => string): Part => ({
  kind,
  list: ({ pack }) => mapOf(pack),
  idOf: idOf as Part['idOf'],
})
const byId = ({ id }: { id: string }) => id
const byCode = ({ code }: { code: string }) => code
const SEARCH_WORDS = 'search-words'

/** Every kind of definition, in the order in which a pack is put together. */
export const PARTS: readonly Part[] = [
  { kind: 'pack', list: ({ pack }) => [[pack.header.id, pack.header]], idOf: byId as Part['idOf'] },
  part('fact', (pack) => pack.facts, byId),
  part('register', (pack) => pack.registers, byId),
  part('agency', (pack) => pack.agencies, byCode),
  part('area', (pack) => pack.areas, byCode),
  part('parameter', (pack) => pack.parameters, byId),
  part('workflow', (pack) => pack.workflows, byId),
  part('service', (pack) => pack.services, byId),
  part('dataset', (pack) => pack.datasets, byId),
  part('exception', (pack) => pack.exceptions, byId),
  part('situation', (pack) => pack.situations, byId),
  part('model', (pack) => pack.models, byId),
  part('paper', (pack) => pack.papers, byId),
  part('bundle', (pack) => pack.bundles, byId),
  part('condition-code', (pack) => pack.conditionCodes, byCode),
  part(
    'catalogue-condition',
    (pack) => pack.catalogue.conditions,
    ({ key }) => key,
  ),
  {
    kind: 'catalogue-entry',
    list: ({ pack }) => pack.catalogue.rows.map((row) => [row.id, row] as const),
    idOf: byId as Part['idOf'],
  },
  { kind: 'search-words', list: ({ words }) => [[SEARCH_WORDS, words]], idOf: () => SEARCH_WORDS },
]

export const KINDS: readonly DefinitionKind[] = PARTS.map(({ kind }) => kind)

/** Ids of the definitions of one kind, in their order. */
export function idsOf(kind: DefinitionKind, definitions: readonly unknown[]): string[] {
  const { idOf } = PARTS.find((one) => one.kind === kind)!
  return definitions.map((definition) => idOf(definition as never))
}

/** The pack of a release. What was published was checked then; it is taken as it is. */
export function putTogether(of: (kind: DefinitionKind) => readonly unknown[]): ReleaseContent {
  const map = <T>(kind: DefinitionKind): ReadonlyMap<string, T> => {
    const definitions = of(kind)
    const ids = idsOf(kind, definitions)
    return new Map(definitions.map((definition, i) => [ids[i]!, definition as T]))
  }
  const [header] = of('pack')
  if (!header) throw new Error('a release without the head of its pack')
  const pack: Pack = {
    header: header as Pack['header'],
    facts: map('fact'),
    registers: map('register'),
    agencies: map('agency'),
    areas: map('area'),
    parameters: map('parameter'),
    workflows: map('workflow'),
    services: map('service'),
    datasets: map('dataset'),
    exceptions: map('exception'),
    situations: map('situation'),
    models: map('model'),
    conditionCodes: map('condition-code'),
    papers: map('paper'),
    bundles: map('bundle'),
    catalogue: { rows: of('catalogue-entry') as Pack['catalogue']['rows'], conditions: map('catalogue-condition') },
  }
  return { pack, words: (of('search-words')[0] ?? NO_WORDS) as SearchWords }
}
