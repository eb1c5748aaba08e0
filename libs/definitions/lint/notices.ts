/** Notices: the template is there in every language, says the same names, and every name can be filled. */
import { placeholders } from '@dpg/korean/particles'
import { type Finding, finding } from '../findings.ts'
import type { NoticeTemplate } from '../schemas/notice.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { Path } from '../source.ts'
import type { Linted, ServiceCheck } from './lint.ts'

/** What casework fills in (countries/kr/workflows/README.md). */
export const NOTICE_NAMES: ReadonlySet<string> = new Set(
  (
    'name children receiptNumber submittedOn decidedOn dueOn newDueOn reason office officePhone items supplementBy ' +
    'amount firstMonth payDay account fee steps reasons appeal verification'
  ).split(' '),
)

export const lintNotices: ServiceCheck = (service, linted) => {
  const used = templatesUsed(service)
  const names = new Set(used.map(([, template]) => template))
  const byId = Map.groupBy(service.templates, ({ id }) => id)
  const fileOf = (template: NoticeTemplate) => `${folderOf(service, linted)}/notices/${template.id}.${template.language}.md`
  return [
    ...used.flatMap(([path, template]) => missingLanguages(template, byId.get(template) ?? [], path, service, linted)),
    ...service.templates.flatMap((template) => unknownNames(template, fileOf(template), linted)),
    ...[...byId].flatMap(([id, templates]) =>
      names.has(id) ? [] : [finding('notice.unused', { file: fileOf(templates[0]!), line: 1 }, { template: id }, 'warning')],
    ),
    ...[...byId.values()].flatMap((templates) => differentNames(templates, fileOf)),
  ]
}

/** Where a service names a notice template. */
export function templatesUsed({ notices, decisions, clock, outputs }: ServiceDefinition): (readonly [Path, string])[] {
  const maybe = (path: Path, template: string | null | undefined) => (template == null ? [] : [[path, template] as const])
  return [
    ...notices.flatMap(({ template }, i) => maybe(['notices', i, 'template'], template)),
    ...decisions.flatMap(({ notice }, i) => maybe(['decisions', i, 'notice'], notice)),
    ...maybe(['clock', 'extension', 'notice'], clock?.extension?.notice),
    ...outputs.flatMap(({ template, type }, i) => (type === 'notice' ? maybe(['outputs', i, 'template'], template) : [])),
  ]
}

function missingLanguages(
  id: string,
  templates: readonly NoticeTemplate[],
  path: Path,
  service: ServiceDefinition,
  { sources }: Linted,
): Finding[] {
  return service.languages
    .filter((language) => !templates.some((template) => template.language === language))
    .map((language) => finding('notice.missing', sources.place('service', service.id, path), { template: id, language }))
}

function unknownNames({ subject, body }: NoticeTemplate, file: string, { pack }: Linted): Finding[] {
  const known = (name: string) => NOTICE_NAMES.has(name) || pack.facts.has(name)
  return placeholders(`${subject}\n${body}`)
    .filter((name) => !known(name))
    .map((name) => finding('notice.name', { file, line: 1 }, { name }))
}

/** What is said in one language is said in the others. */
function differentNames(templates: readonly NoticeTemplate[], fileOf: (template: NoticeTemplate) => string): Finding[] {
  const korean = templates.find(({ language }) => language === 'ko')
  if (!korean) return []
  return templates.flatMap((template) =>
    korean.placeholders
      .filter((name) => !template.placeholders.includes(name))
      .map((name) => finding('notice.differs', { file: fileOf(template), line: 1 }, { name }, 'warning')),
  )
}

const folderOf = ({ id }: ServiceDefinition, { sources }: Linted): string =>
  sources.file('service', id).replace(/\/service\.yaml$/, '')
