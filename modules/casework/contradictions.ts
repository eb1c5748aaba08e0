/** Where what the applicant said is not what registers say: the register counts, and the official is told. */
import { type Lang, textIn } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { type CaseFile, factsOf } from './case-file.ts'
import type { Contradiction } from './contract.ts'
import { type DraftDeps, wordingOf } from './draft-contents.ts'
import { registerFacts } from './shown-facts.ts'
import { dayOf, inWords } from './words.ts'

/** What the definition asks officials to look at (`form.flags`), and answers that a register gives otherwise. */
export const contradictionsOf = (deps: DraftDeps, file: CaseFile, lang: Lang): Contradiction[] => [
  ...flagged(deps, file, lang),
  ...answeredOtherwise(deps, file, lang),
]

function flagged(deps: DraftDeps, file: CaseFile, lang: Lang): Contradiction[] {
  const { application, definition, row } = file
  const rules = deps.rulesOf(definition, row.serviceVersion)
  const question = { facts: { 'person.name': application.name, ...factsOf(file) }, asOf: dayOf(row.submittedAt) }
  return definition.form.flags
    .filter(({ test }) => rules.holds(test, question) === false)
    .map(({ id, says, law }) => ({ id, says: textIn(says, lang), law, answered: null, registered: null, registers: [] }))
}

function answeredOtherwise(deps: DraftDeps, file: CaseFile, lang: Lang): Contradiction[] {
  const { application, contents, definition, row } = file
  const { pack } = deps.catalogue.current()
  const rules = deps.rulesOf(definition, row.serviceVersion)
  const fetched = Object.fromEntries(Object.entries(contents.facts).map(([id, { value }]) => [id, value]))
  const wording = wordingOf(deps, lang)
  return Object.entries(application.answers).flatMap(([id, answer]): Contradiction[] => {
    const fact = pack.facts.get(id)
    if (!fact || answer === null) return []
    const isFetched = id in fetched
    // What was asked of the person may also follow from what registers hold.
    const follows = !isFetched && fact.derive !== null
    const said = isFetched ? fetched[id] : follows ? rules.value(id, { facts: fetched, asOf: dayOf(row.submittedAt) }) : undefined
    if (said === undefined || isSame(said, answer)) return []
    const sources = isFetched ? [id] : registerFacts(pack, [id])
    const registers = [...new Set(sources.flatMap((one) => contents.facts[one]?.register ?? []))]
    return [
      {
        id,
        says: textIn(fact.title, lang),
        law: fact.law,
        answered: inWords(fact, answer, wording) ?? '-',
        registered: inWords(fact, said, wording) ?? '-',
        registers: registers.map((one) => (pack.registers.has(one) ? textIn(pack.registers.get(one)!.title, lang) : one)),
      },
    ]
  })
}

/** As values, whatever the order of the keys. */
function isSame(one: Json, other: Json): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  const [left, right] = [Object.entries(one), Object.entries(other)]
  return left.length === right.length && left.every(([key, value]) => isSame(value, (other as Record<string, Json>)[key] ?? null))
}
