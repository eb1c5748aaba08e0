/** What is known of a draft before anybody publishes it: its faults, its examples, and what last week would have been like. */
import { compare, createEngine, type Engine, isBroken, PLAIN, type PolicyFinding, readPolicies, runExamples } from '@dpg/policies'
import type { PolicyReview, PolicySource } from './contract.ts'
import { listAsked, type StoredDraft } from './store.ts'
import type { GuardRunning } from './index.ts'
import { withFiles } from './force.ts'

const LOOKED_BACK_DAYS = 7
/** Kinds of questions compared; a week of one office has a few thousand. */
const MOST = 20_000

export interface Judged {
  readonly files: readonly PolicySource[]
  readonly findings: readonly PolicyFinding[]
  /** Undefined while there are errors. */
  readonly engine: Engine | undefined
}

/** The draft's files over its base, read and tried. */
export function judge(base: readonly PolicySource[], draft: Pick<StoredDraft, 'files'>): Judged {
  const files = withFiles(base, draft.files)
  const set = readPolicies(files)
  if (isBroken(set)) return { files, findings: set.findings, engine: undefined }
  const engine = createEngine(set)
  return { files, findings: [...set.findings, ...runExamples(set, files, engine)], engine }
}

/** Somebody must be left who can change the policies back. */
export const locksOut = (engine: Engine): boolean =>
  !Object.keys(engine.set.vocabulary.roles).some(
    (role) =>
      engine.decide({
        principal: { type: 'Official', roles: [role], agency: '', office: '' },
        action: 'access-policies',
        resource: { type: 'Route', path: '/access-policies', method: 'POST', kind: 'page' },
        context: { ...PLAIN, assurance: 2 },
      }).isAllowed,
  )

export async function difference(deps: GuardRunning, engine: Engine): Promise<NonNullable<PolicyReview['difference']>> {
  await deps.keeper.flush()
  const since = deps.clock
    .now()
    .subtract({ hours: 24 * LOOKED_BACK_DAYS })
    .toString()
  const asked = await listAsked(deps.db, since, MOST)
  return { since, ...compare(deps.force.engine(), engine, asked) }
}
