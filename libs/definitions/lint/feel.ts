/** Expressions outside the rules (screens, needs, fees …): they parse, every name in them is known, and types fit. */
import { checkFeel, createTypeChecker, type Finding as FeelWrong, type TypeChecker } from '@dpg/rules'
import { wordsOf } from '../declarations.ts'
import { engineWords } from '../engine-words.ts'
import { type Finding, finding, type Place } from '../findings.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { Pack } from '../schemas/pack.ts'
import type { Path } from '../source.ts'
import type { Kind } from '../sources.ts'
import type { Linted, ServiceCheck } from './lint.ts'

/** An expression of a definition with the path where it stands. */
export type Written = readonly [path: Path, feel: string | null]

/** Finds what is wrong with expressions of one definition; `more` are names beside facts and parameters. */
export function lintFeel(
  kind: Kind,
  id: string,
  expressions: readonly Written[],
  { pack, sources }: Linted,
  more: readonly string[] = [],
): Finding[] {
  const names = [...pack.facts.keys(), ...pack.parameters.keys(), ...more]
  return expressions.flatMap(([path, feel]) => {
    if (feel === null) return []
    return checkFeel(feel, names).map((wrong) => feelFinding(wrong, feel, sources.place(kind, id, path, wrong.start)))
  })
}

/** What the rules library found wrong with an expression, said to people. */
export function feelFinding({ kind, message, start, end, remedy }: FeelWrong, source: string, place: Place): Finding {
  const rule = source === '' ? 'feel.declared' : (`feel.${kind}` as const)
  const found = finding(rule, place, {
    feel: source.slice(start, end) || source,
    problem: engineWords(message),
    remedy: engineWords(remedy),
  })
  return source === '' ? found : { ...found, offset: start }
}

/** All conditions of a service that are no rule. */
export function conditionsOf(service: ServiceDefinition): Written[] {
  const { form, needs, requirements, fees, channels, offices, routing, duplicates, anyOffice, privacy } = service
  const amountOf = (value: string | number | null): string | null => (typeof value === 'string' ? value : null)
  return [
    ...form.screens.flatMap((screen, i): Written[] => [
      [['form', 'screens', i, 'showWhen'], screen.showWhen],
      [['form', 'screens', i, 'exit', 'when'], screen.exit?.when ?? null],
      ...screen.branch.map((branch, j): Written => [['form', 'screens', i, 'branch', j, 'when'], branch.when]),
      ...screen.declarations.map((one, j): Written => [['form', 'screens', i, 'declarations', j, 'when'], one.when]),
    ]),
    ...form.flags.map((flag, i): Written => [['form', 'flags', i, 'test'], flag.test]),
    ...form.validation.map((rule, i): Written => [['form', 'validation', i, 'test'], rule.test]),
    ...needs.map((need, i): Written => [['needs', i, 'when'], need.when]),
    ...requirements.map((requirement, i): Written => [['requirements', i, 'when'], requirement.when]),
    ...fees.flatMap((fee, i): Written[] => [
      [['fees', i, 'amount'], amountOf(fee.amount)],
      [['fees', i, 'exemption'], fee.exemption],
    ]),
    ...channels.map((channel, i): Written => [['channels', i, 'fee'], amountOf(channel.fee)]),
    [['privacy', 'discreet', 'when'], privacy.discreet?.when ?? null],
    [['offices', 'rule'], offices.rule],
    [['routing', 'jurisdiction'], routing.jurisdiction],
    [['duplicates', 'match'], duplicates.match],
    [['anyOffice', 'rule'], anyOffice.rule],
  ]
}

/** Where names are known, types must fit as they must in rules. */
export const lintConditions: ServiceCheck = (service, linted) => {
  const { pack, sources } = linted
  const check = checkerOf(pack)
  return conditionsOf(service).flatMap(([path, feel]) => {
    const wrong = lintFeel('service', service.id, [[path, feel]], linted)
    if (feel === null || wrong.length > 0) return wrong
    const place = (start: number) => sources.place('service', service.id, path, start)
    return check(feel, wantedAt(path)).map((found) => feelFinding(found, feel, place(found.start)))
  })
}

/** A fee is a number of won, offices and the like are found by a value of their own; all else is yes or no. */
function wantedAt(path: Path): 'number' | 'boolean' | undefined {
  const [part] = path
  const last = path.at(-1)
  if (last === 'amount' || last === 'fee') return 'number'
  return part === 'offices' || part === 'routing' || part === 'duplicates' || part === 'anyOffice' ? undefined : 'boolean'
}

const checkers = new WeakMap<Pack['parameters'], { readonly facts: Pack['facts']; readonly check: TypeChecker }>()

/** Facts and parameters of a pack stay as they are while it is checked. */
function checkerOf(pack: Pack): TypeChecker {
  const known = checkers.get(pack.parameters)
  if (known?.facts === pack.facts) return known.check
  const check = createTypeChecker(wordsOf(pack))
  checkers.set(pack.parameters, { facts: pack.facts, check })
  return check
}
