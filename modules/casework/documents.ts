/** What the person holds afterwards: the decision with its reasons, or the certificate with what the register says. */
import type { FactDefinition, ServiceDefinition } from '@dpg/definitions'
import type { Block, Column, IssuedDocument, Section } from '@dpg/documents'
import { formatWon, type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import type { IssueDocument } from '@dpg/wallet/contract'
import { type CaseFile, factsOf } from './case-file.ts'
import { decisionOf } from './decide.ts'
import { amountLines, appealRoutes, criteriaLines, type Line, reasonLines, tellingLines } from './decision-words.ts'
import type { CaseworkDeps } from './deps.ts'
import { wordingOf } from './draft-contents.ts'
import type { Rules } from './rules.ts'
import { officeView } from './summary.ts'
import { dayInWords, dayOf, fieldInWords, inWords, type Wording } from './words.ts'

type Output = ServiceDefinition['outputs'][number]
type Command = Omit<IssueDocument, 'key'>

/** The documents that belong to the decision just made. */
export function documentsFor(
  deps: CaseworkDeps,
  file: CaseFile,
  rules: Rules,
  asOf: string,
): { readonly output: string; readonly facts: readonly string[]; readonly command: Command }[] {
  const { definition, row, contents } = file
  const decision = contents.decision
  if (!decision) return []
  const office = deps.directory.office(row.office)
  return outputsOf(definition, decision.code, decision.outcome).map((output) => {
    const inLanguage = (lang: Lang) => documentIn(deps, file, output, rules, asOf, lang)
    return {
      output: output.id,
      facts: output.facts,
      command: {
        to: row.person,
        kind: isCertificate(definition, decision.outcome) ? 'certificate' : 'decision',
        documents: { ko: inLanguage('ko'), en: inLanguage('en') },
        issuer: office ? textIn(office.name, 'ko') : row.office,
        service: row.service,
        case: row.id,
        validUntil: output.validFor ? Temporal.PlainDate.from(dayOf(decision.at)).add(output.validFor).toString() : null,
      },
    }
  })
}

const isCertificate = ({ kind }: ServiceDefinition, outcome: string): boolean => kind === 'certificate' && outcome === 'grant'

/** Those the definition names for the decision; and one for every decision whose notice speaks of a document that nobody named. */
function outputsOf(definition: ServiceDefinition, code: string, outcome: string): Output[] {
  const isGrant = outcome === 'grant' || outcome === 'partial'
  const named = definition.outputs.filter(
    ({ type, on }) => type === 'document' && (on.length === 0 ? isGrant : on.includes(code)),
  )
  if (named.length > 0) return named
  const { notice, title } = decisionOf(definition, code)
  const speaks = definition.templates.some(({ id, placeholders }) => id === notice && placeholders.includes('verification'))
  const ko = `${definition.title.ko} ${title.ko}`
  const bare = {
    id: `decision-${code}`,
    type: 'document' as const,
    description: null,
    template: null,
    validFor: null,
    copies: 1,
    delivery: ['inbox' as const],
  }
  return speaks
    ? [
        {
          ...bare,
          title: { ko, en: `${definition.title.en ?? definition.title.ko}: ${title.en ?? title.ko}` },
          verification: true,
          revocation: false,
          facts: [],
          changes: [],
          on: [],
        },
      ]
    : []
}

function documentIn(deps: CaseworkDeps, file: CaseFile, output: Output, rules: Rules, asOf: string, lang: Lang): IssuedDocument {
  const t = deps.texts(lang)
  const { definition, row, contents } = file
  const decision = contents.decision!
  const office = officeView(deps, row.office, lang)
  const wording = wordingOf(deps, lang)
  const stated = statedFacts(deps, file, output, rules, asOf, wording)
  const body = isCertificate(definition, decision.outcome)
    ? stated.sections
    : [decisionSection(file, stated.rows, t, lang), ...groundSections(file, t, lang)]
  return {
    title: textIn(output.title ?? definition.title, lang),
    language: lang,
    subtitle: t('casework.document.subtitle', { receiptNumber: row.receiptNumber }),
    sections: [...body, closing(decision.by, office, t)],
    issuer: { date: dayInWords(dayOf(decision.at), lang), name: office.name },
    pageLabel: t('casework.document.page'),
    author: office.name,
  }
}

type Row = { readonly label: string; readonly value: string }

function decisionSection(
  { application, row, definition, contents }: CaseFile,
  stated: readonly Row[],
  t: Translate,
  lang: Lang,
): Section {
  const decision = contents.decision!
  const decided = decisionOf(definition, decision.code)
  const rows: Row[] = [
    ...(stated.length > 0
      ? stated
      : [{ label: t('casework.document.applicant'), value: application.name || t('casework.letter.applicant') }]),
    { label: t('casework.document.service'), value: textIn(definition.title, lang) },
    { label: t('casework.document.submitted'), value: dayInWords(dayOf(row.submittedAt), lang) },
    { label: t('casework.document.decision'), value: textIn(decided.title, lang) },
    ...(decision.amount
      ? [
          {
            label: t('casework.document.amount'),
            value: t(`casework.per.${decision.amount.per}`, { amount: formatWon(decision.amount.won, lang) }),
          },
        ]
      : []),
    ...(decided.law ? [{ label: t('casework.document.law'), value: decided.law }] : []),
  ]
  return { heading: t('casework.document.what'), blocks: [{ kind: 'facts', rows }] }
}

/** How it came about: the amount, the reasons, what was found; and what can be done against it (행정절차법 제23조·제26조). */
function groundSections({ definition, contents }: CaseFile, t: Translate, lang: Lang): Section[] {
  const decision = contents.decision!
  const amounts = decision.amount
    ? tellingLines(amountLines(definition, contents.assessment, lang).filter(({ value }) => value !== null))
    : []
  const reasons = reasonLines(definition, decision, lang)
  const criteria = contents.assessment ? criteriaLines(definition, contents.assessment, lang, t) : []
  const appeal = appealRoutes(definition, decision, null, lang)
  const items = (lines: readonly string[]): Block[] => [{ kind: 'list', items: lines }]
  const sections: (Section | undefined)[] = [
    amounts.length > 0
      ? {
          heading: t('casework.document.steps'),
          blocks: [linesTable(amounts, t('casework.document.step'), t('casework.document.value'), t)],
        }
      : undefined,
    reasons.length > 0 || decision.note
      ? {
          heading: t('casework.document.reasons'),
          blocks: items([
            ...reasons.map(({ says, law, whatYouCanDo }) =>
              [law ? `${says} (${law})` : says, whatYouCanDo].filter(Boolean).join('. '),
            ),
            ...(decision.note ? [decision.note] : []),
          ]),
        }
      : undefined,
    criteria.length > 0
      ? {
          heading: t('casework.document.found'),
          blocks: [linesTable(criteria, t('casework.document.criterion'), t('casework.document.outcome'), t)],
        }
      : undefined,
    appeal.length > 0
      ? {
          heading: t('casework.document.appeal'),
          blocks: items(
            appeal.map(({ kind, body, until, law, how }) => {
              const line = t('casework.appeal.line', { kind, body })
              const when = until ? `, ${t('casework.appeal.until', { until: dayInWords(until, lang) })}` : ''
              return `${line}${when}${law ? ` (${law})` : ''}${how ? `. ${how}` : ''}`
            }),
          ),
        }
      : undefined,
  ]
  return sections.filter((section) => section !== undefined)
}

const linesTable = (lines: readonly Line[], what: string, value: string, t: Translate): Block => ({
  kind: 'table',
  columns: [
    { title: what, width: 4 },
    { title: t('casework.document.article'), width: 3 },
    { title: value, width: 2, align: 'end' },
  ],
  rows: lines.map((line) => [line.says, line.law ?? '', line.value ?? '']),
})

/** Office, officials and telephone (행정절차법 제24조제3항). */
function closing(by: readonly string[], office: { readonly name: string; readonly phone: string | null }, t: Translate): Section {
  const rows: Row[] = [
    { label: t('casework.document.office'), value: office.name },
    { label: t('casework.document.official'), value: by.length > 0 ? by.join(', ') : t('casework.document.automatic') },
    ...(office.phone ? [{ label: t('casework.document.phone'), value: office.phone }] : []),
  ]
  return { heading: t('casework.document.contact'), blocks: [{ kind: 'facts', rows }] }
}

/** The facts that an output states: single ones in rows, lists of people as tables. */
function statedFacts(deps: CaseworkDeps, file: CaseFile, output: Output, rules: Rules, asOf: string, wording: Wording) {
  const { pack } = deps.catalogue.current()
  const facts = factsOf(file)
  const rows: Row[] = []
  const tables: Section[] = []
  for (const id of output.facts) {
    const fact = pack.facts.get(id)
    const value = facts[id] ?? (id === 'person.name' ? file.application.name : undefined) ?? rules.value(id, { facts, asOf })
    if (!fact || value === undefined || value === null) continue
    const label = textIn(fact.title, wording.lang)
    if (Array.isArray(value) && fact.fields)
      tables.push(peopleTable(label, fact.fields, value as readonly Json[], isShown(deps, file), wording))
    else rows.push({ label, value: inWords(fact, value, wording) ?? '' })
  }
  const sections: Section[] = [...(rows.length > 0 ? [{ blocks: [{ kind: 'facts' as const, rows }] }] : []), ...tables]
  return { rows, sections }
}

type Fields = NonNullable<FactDefinition['fields']>

/** Columns that the form lets the applicant choose are shown only when chosen: an option names a column or its beginning. */
function isShown(deps: CaseworkDeps, { definition, application }: CaseFile): (column: string) => boolean {
  const { facts } = deps.catalogue.current().pack
  const asked = definition.form.screens.flatMap(({ fields }) => fields).filter((id) => facts.get(id)?.type === 'list')
  const options = asked.flatMap((id) => Object.keys(facts.get(id)?.values ?? {}))
  const chosen = new Set(asked.flatMap((id) => application.answers[id] as Json).filter((one) => typeof one === 'string'))
  return (column) => {
    const option = options.find((name) => column.startsWith(name))
    return column !== 'ref' && (option === undefined || chosen.has(option))
  }
}

/** Published definitions keep no order of their fields: people are read by name and relation. */
const FIRST_COLUMNS: readonly string[] = ['name', 'relation', 'birthDate']

function peopleTable(
  title: string,
  fields: Fields,
  people: readonly Json[],
  isColumn: (name: string) => boolean,
  wording: Wording,
): Section {
  const first = (name: string) => (FIRST_COLUMNS.includes(name) ? FIRST_COLUMNS.indexOf(name) : FIRST_COLUMNS.length)
  const names = Object.keys(fields)
    .filter(isColumn)
    .sort((a, b) => first(a) - first(b))
  const columns: Column[] = names.map((name) => ({
    title: fields[name]?.title ? textIn(fields[name].title, wording.lang) : name,
  }))
  const rows = people.map((person) =>
    names.map((name) => {
      const value =
        person !== null && typeof person === 'object' && !Array.isArray(person)
          ? (person as Readonly<Record<string, Json>>)[name]
          : undefined
      return value === undefined ? '' : (fieldInWords(fields[name], value, wording) ?? '')
    }),
  )
  return { heading: title, blocks: [{ kind: 'table', columns, rows }] }
}
