/** What would turn a refusal into an answer: changes of circumstances are tried on the policies themselves. */
import type { Engine } from './engine.ts'
import type { Circumstance, Question } from './question.ts'

/**
 * step-up: show more surely who you are · purpose: state one · daytime, workday, later: come back · sharing: ask the holder, as an
 * agency · the others: have it.
 */
export interface Help {
  readonly help: 'step-up' | 'purpose' | 'daytime' | 'workday' | 'later' | 'device' | 'consent' | 'mandate' | 'sharing'
  /** The level to reach, or the purpose to state. */
  readonly value?: string
}

interface Try extends Help {
  readonly change: Partial<Circumstance>
}

/**
 * Each entry is enough by itself; where nothing alone is, the first two that are enough together. Empty: nothing the asker can do
 * would change the answer.
 */
export function helpsFor(engine: Engine, question: Question): Help[][] {
  const tries = triesOf(engine, question)
  const would = (all: readonly Try[]): boolean =>
    engine.decide({ ...question, context: Object.assign({ ...question.context }, ...all.map(({ change }) => change)) }).isAllowed
  const alone = tries.filter((one) => would([one]))
  if (alone.length > 0) return distinct(alone).map((one) => [plain(one)])
  for (const [at, one] of tries.entries())
    for (const other of tries.slice(at + 1))
      if (other.help !== one.help && would([one, other])) return [[plain(one), plain(other)]]
  return wouldShare(engine, question) ? [[{ help: 'sharing' }]] : []
}

/** Where nothing of the circumstances helps: would an agreement with whoever holds it? With it, one more change may be needed. */
function wouldShare(engine: Engine, question: Question): boolean {
  const { action, resource } = question
  if (action !== 'read-fact' || resource.type !== 'Fact' || resource.register === '' || resource.isAgreed) return false
  const agreed: Question = { ...question, resource: { ...resource, isAgreed: true } }
  return engine.decide(agreed).isAllowed || helpsFor(engine, agreed).length > 0
}

const plain = ({ help, value }: Try): Help => (value === undefined ? { help } : { help, value })

/** The least level that would do, the first hour that would; every purpose. */
const distinct = (tries: readonly Try[]): Try[] =>
  tries.filter((one, at) => one.help === 'purpose' || tries.findIndex(({ help }) => help === one.help) === at)

const LEVELS = ['none', 'low', 'substantial', 'high'] as const

function triesOf({ set }: Engine, { context }: Question): Try[] {
  const levels = LEVELS.flatMap((value, assurance): Try[] =>
    assurance > context.assurance ? [{ help: 'step-up', value, change: { assurance } }] : [],
  )
  const purposes = Object.keys(set.vocabulary.purposes).flatMap((purpose): Try[] =>
    purpose === context.purpose ? [] : [{ help: 'purpose', value: purpose, change: { purpose } }],
  )
  const hours = Array.from({ length: 24 }, (_, hour): Try => ({ help: 'daytime', change: { hour } }))
  return [
    ...levels,
    ...purposes,
    ...hours,
    ...(context.workday ? [] : [{ help: 'workday', change: { workday: true } } as const]),
    ...(context.recent > 0 ? [{ help: 'later', change: { recent: 0 } } as const] : []),
    ...(context.deviceBound ? [] : [{ help: 'device', change: { deviceBound: true } } as const]),
    ...(context.consent === 'none' ? [{ help: 'consent', change: { consent: 'given' } } as const] : []),
    ...(context.acting !== 'nobody' && !context.covered ? [{ help: 'mandate', change: { covered: true } } as const] : []),
  ]
}
