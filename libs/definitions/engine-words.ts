/** What the rules library says, in Korean: it speaks English, and its sentences stand inside ours. */
import { fillParticles } from '@dpg/korean/particles'
import ko from './messages/ko.json' with { type: 'json' }

type Key = keyof typeof ko extends infer K ? (K extends `feel.said.${infer Name}` ? Name : never) : never

/** Groups of a pattern fill the names of its text. */
const SAID: readonly (readonly [RegExp, Key])[] = [
  [/^Did you mean (?<a>.+)\?$/, 'mean'],
  [/^Declare it as a fact or a parameter$/, 'declare'],
  [/^Use a function of FEEL$/, 'function'],
  [/^Expected a value$/, 'value'],
  [/^Expected a name, a value or an operator$/, 'letters'],
  [/^Expected a name$|^Expected a name after the dot$|^Expected the name of an argument$/, 'name'],
  [/^Expected a type$/, 'type'],
  [/^Expected a comma or the end$/, 'comma'],
  [/^Expected the end$/, 'end'],
  [/^Expected a simpler expression$/, 'simpler'],
  [/^Expected at most (?<a>\d+) characters$/, 'shorter'],
  [/^Expected (?:a closing )?(?<a>\S+)$/, 'sign'],
  [/^Keep one of them$|^Give each its own id$|^Give the step a name of its own$/, 'own'],
  [/^Correct the type or the derivation$/, 'derivation'],
  [/^Write a day like (?<a>.+)$/, 'day'],
  [/^Write (?<a>@.+)$/, 'day'],
  [/^Derive facts only from facts that do not need them$/, 'circle'],
  [/^Derive it through fewer facts, or simpler ones$/, 'fewer'],
  [/^Put what belongs together into one step/, 'fewerSteps'],
  [/^Use number, string, boolean, date …$/, 'types'],
  [/^Negate a number$|^Let it give a number$/, 'number'],
  [/^Convert one side, or correct it$|^Compare values of one type$/, 'same'],
  [/^Use = or !=$/, 'equal'],
  [/^Write a condition that is true or false$/, 'condition'],
  [/^Write an expression that gives an? (?<a>.+)$/, 'gives'],
  [/^Its parameters: (?<a>.+)$/, 'parameters'],
  [/^Name another service$/, 'another'],
  [/^Name the fact that says it is received$/, 'receives'],
  [/^(?<a>.+) is declared twice$|^The criterion (?<b>.+) stands twice$/, 'twice'],
  [/^(?<a>.+) is a circle$/, 'isCircle'],
  [/^(?<a>\S+) is derived through too many others$/, 'isDeep'],
  [/^The amount has (?<a>\d+) steps, more than (?<b>\d+)$/, 'manySteps'],
  [/^(?<a>\S+) is an? (?<b>\S+) but its derivation gives an? (?<c>\S+)$/, 'isOther'],
  [/^(?<a>\S+) counts from (?<b>.+), which is no day$/, 'noDay'],
  [/^There is no fact (?<a>\S+)$/, 'noFact'],
  [/^(?<a>\S+) must be a day like .+$/, 'mustDay'],
  [/^(?<a>\S+) must be .+$/, 'mustBe'],
  [/^The evaluation takes too long/, 'long'],
  [/^The pattern takes too long/, 'pattern'],
]

const TYPES: Readonly<Record<string, string>> = {
  number: '수',
  string: '글',
  boolean: '참·거짓',
  date: '날짜',
  list: '목록',
  context: '묶음',
  record: '묶음',
  object: '묶음',
  array: '목록',
  int: '정수',
  null: '없음',
}

/** What a kind of value is called. */
export const kindWords = (kind: string): { readonly ko: string; readonly en: string } => ({ ko: TYPES[kind] ?? kind, en: kind })

/** A sentence that is not known here stays as it is: better in English than not at all. */
export function engineWords(said: string): { readonly ko: string; readonly en: string } {
  for (const [pattern, key] of SAID) {
    const found = pattern.exec(said)
    if (!found) continue
    const values = Object.entries({ a: '', b: '', c: '', ...found.groups }).map(([name, text]) => [name, text ?? ''] as const)
    const [a, ...more] = values.map(([name, text]) => [name, TYPES[text] ?? text] as const)
    const filled = Object.fromEntries([['a', a![1] || more[0]![1]], ...more])
    return { en: said, ko: fillParticles(ko[`feel.said.${key}`], filled) }
  }
  return { en: said, ko: said }
}
