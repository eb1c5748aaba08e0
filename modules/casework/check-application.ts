/** An application that comes whole, checked as the screens would check it. */
import type { ServiceDefinition } from '@dpg/definitions'
import { type Lang, textIn } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { type Application, invalidAnswers, notApplicable } from './contract.ts'
import type { DraftDeps } from './draft-contents.ts'
import { fieldsOf } from './fields.ts'
import { readFields } from './read-fields.ts'
import type { Rules } from './rules.ts'
import { declarationsOf, wayThrough } from './screens.ts'

/** Answers of the form's own questions and nothing else: what registers hold is not taken from an application. */
export function checkApplication(
  deps: DraftDeps,
  definition: ServiceDefinition,
  rules: Rules,
  application: Application,
  lang: Lang,
): Record<string, Json> {
  const t = deps.texts(lang)
  const { pack } = deps.catalogue.current()
  const reader = { lang, t, area: (code: string) => deps.directory.area(code) }
  const all = fieldsOf(
    pack,
    definition,
    definition.form.screens.flatMap(({ fields }) => fields),
    {},
  )
  const given = readFields(
    all.filter(({ fact }) => Object.hasOwn(application.answers, fact.id)),
    application.answers,
    reader,
  )
  const asOf = deps.clock.today().toString()
  const way = wayThrough(definition, (feel) => rules.holds(feel, { facts: given.answers, asOf }))
  if (way.exit) throw notApplicable({ service: definition.id })
  const known = new Set(all.map(({ fact }) => fact.id))
  const shown = fieldsOf(
    pack,
    definition,
    way.screens.flatMap(({ fields }) => fields),
    {},
  )
  const missing = shown.filter(({ fact, isRequired }) => isRequired && !Object.hasOwn(application.answers, fact.id))
  const required = way.screens
    .flatMap((screen) => declarationsOf(screen, (feel) => rules.holds(feel, { facts: given.answers, asOf })))
    .filter((one) => one.required && !application.declarations.includes(one.id))
  const errors = [
    ...given.errors.map(({ pointer, detail }) => ({ pointer: `/answers${pointer}`, detail })),
    ...Object.keys(application.answers)
      .filter((id) => !known.has(id))
      .slice(0, 20)
      .map((id) => ({ pointer: `/answers/${id.slice(0, 60)}`, detail: t('casework.error.notAsked') })),
    ...missing.map((field) => ({
      pointer: `/answers/${field.name}`,
      detail: t('casework.error.required', { label: field.label(lang) }),
    })),
    ...required.map(({ id, says }) => ({
      pointer: `/declarations/${id}`,
      detail: `${t('casework.error.declaration')} ${textIn(says, lang)}`,
    })),
  ]
  if (errors.length > 0) throw invalidAnswers({ count: errors.length }, { errors })
  return given.answers
}
