/** Routes of the other definitions: the vocabulary, and any definition with its versions. */
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import { type Catalogue, type DefinitionKind, definitionNotFound, type Snapshot } from './contract.ts'
import { cached } from './http-cache.ts'
import { KINDS, PARTS, type ReleaseContent } from './pack-parts.ts'
import type { State } from './state.ts'

const tag = 'catalogue'
const text = z.object({ ko: z.string(), en: z.string().optional() })

const fact = z.object({
  id: z.string().describe('subject.camelCase; the subject is person, household, business or place'),
  title: text,
  description: text.nullable(),
  type: z.enum(['boolean', 'number', 'string', 'date', 'list', 'context']),
  unit: z.string().nullable(),
  values: z.record(z.string(), text).nullable().describe('Closed list of strings with their texts'),
  fields: z.record(z.string(), z.unknown()).nullable().describe('Fields of a context, or of the contexts in a list'),
  min: z.number().nullable(),
  max: z.number().nullable(),
  register: z.string().nullable().describe('Register that holds it; null: only the person can say, or it is derived'),
  law: z.string().nullable(),
  sensitivity: z.enum(['public', 'personal', 'sensitive', 'unique']),
  consent: z.string().nullable().describe('Article by which the person must agree before it is fetched'),
  validFor: z.string().nullable().describe('How long a fetched value may be used (ISO 8601)'),
  question: text.nullable().describe('How to ask a person; null: never asked'),
  hint: text.nullable(),
  burden: z.number().describe('1 (known by heart) to 5 (needs papers)'),
  derive: z.string().nullable().describe('FEEL over other facts; a value given directly wins'),
  keywords: z.array(z.string()),
})

export const definitionRoutes = (state: State, history: Catalogue['history']): Route[] => [
  api({
    method: 'GET',
    path: '/api/facts',
    needs: 'public',
    tag,
    summary: 'The vocabulary: every fact that rules, forms and registers speak of',
    response: z.object({ total: z.number().int(), items: z.array(fact) }),
    handle: ({ raw }) => {
      const { snapshot, edition } = state.held()
      const items = [...snapshot.pack.facts.values()]
      return cached(raw, edition, () => ({ body: { total: items.length, items: items.map((one) => factView(one)) } }))
    },
  }),
  api({
    method: 'GET',
    path: '/api/definitions/{kind}/{id}',
    needs: 'public',
    tag,
    summary: 'One definition as published, with its versions',
    params: z.object({
      kind: z.string().max(40).describe(KINDS.join(', ')),
      id: z
        .string()
        .max(200)
        .regex(/^\P{Cc}*$/u),
    }),
    response: z.object({
      kind: z.string(),
      id: z.string(),
      version: z.string().nullable().describe('The version in force (sha256 of its canonical JSON); null: no longer in force'),
      definition: z.unknown(),
      versions: z.array(z.object({ version: z.string(), publishedAt: z.string() })).describe('Newest first'),
    }),
    problems: [definitionNotFound],
    handle: async ({ params: { kind: asked, id }, raw }) => {
      const { snapshot, words, edition } = state.held()
      const kind = KINDS.find((one) => one === asked)
      const versions = kind ? await history(kind, id) : []
      if (!kind || versions.length === 0) throw definitionNotFound({ kind: asked, id })
      return cached(raw, `${edition}-${versions.length}`, () => {
        const definition = inForce({ pack: snapshot.pack, words }, kind, id)
        const version = definition === undefined ? null : (snapshot.versionOf(kind, id) ?? null)
        return { body: { kind, id, version, definition: definition ?? null, versions } }
      })
    },
  }),
]

type Fact = Snapshot['pack']['facts'] extends ReadonlyMap<string, infer F> ? F : never

/** What the schema above names; notes of the makers stay with the definition. */
const factView = ({ source: _source, notes: _notes, ...fact }: Fact) => fact

function inForce(content: ReleaseContent, kind: DefinitionKind, id: string): unknown {
  const { list } = PARTS.find((part) => part.kind === kind)!
  for (const [one, definition] of list(content)) if (one === id) return definition
  return undefined
}
