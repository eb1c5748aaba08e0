/** The names that notices may use (countries/kr/workflows/README.md), filled from a case in one language. */
import { formatWon, type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { type CaseFile, factsOf } from './case-file.ts'
import { beforeDaysOff, endAfter } from './deadline.ts'
import {
  amountLines,
  appealList,
  appealRoutes,
  criteriaLines,
  type Line,
  listOf,
  reasonLines,
  tellingLines,
} from './decision-words.ts'
import type { CaseworkDeps } from './deps.ts'
import { wordingOf } from './draft-contents.ts'
import { readingOf } from './open-case.ts'
import { accountOf } from './pay.ts'
import type { Rules } from './rules.ts'
import { officeView } from './summary.ts'
import { dayInWords, dayOf, inWords, momentInWords, monthInWords } from './words.ts'

export interface Extra {
  readonly reason?: string | undefined
}

/** Money that is paid once a year follows within 30 days of the decision (조세특례제한법 제100조의8제3항). */
const PAID_WITHIN = 'P30D'

export function letterValues(deps: CaseworkDeps, rules: Rules, file: CaseFile, extra: Extra, lang: Lang): Record<string, string> {
  const t = deps.texts(lang)
  const { row, application, contents, definition } = file
  const { decision, supplement } = contents
  const office = officeView(deps, row.office, lang)
  const none = t('casework.letter.none')
  return {
    name: plain(application.name) || t('casework.letter.applicant'),
    children: childrenOf(file, rules) ?? none,
    receiptNumber: row.receiptNumber,
    submittedOn:
      definition.clock?.calendar === 'immediate'
        ? momentInWords(row.submittedAt, lang)
        : dayInWords(dayOf(row.submittedAt), lang),
    decidedOn: decision ? dayInWords(dayOf(decision.at), lang) : none,
    ...deadlines(deps, file, lang, t),
    reason: plain(extra.reason ?? decision?.note ?? '') || none,
    office: office.name,
    officePhone: office.phone ?? t('casework.letter.noPhone'),
    items: supplement ? plain(supplement.items) : none,
    supplementBy: supplement ? dayInWords(supplement.until, lang) : none,
    ...money(file, lang, t),
    ...decided(deps, file, lang, t),
  }
}

/** Free text of people: neither links nor tags, whatever was typed. */
export const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, (char) => (char === '\n' ? '\n' : ' '))
    .replace(/[<>[\]`{}|]/g, (char) => WIDE[char]!)
    .trim()

/** Marks of Markdown and HTML in their full width: read alike, mean nothing. */
const WIDE: Readonly<Record<string, string>> = {
  '<': '＜',
  '>': '＞',
  '[': '［',
  ']': '］',
  '`': '＇',
  '{': '｛',
  '}': '｝',
  '|': '｜',
}

/** The children a benefit is for, by name. */
function childrenOf(file: CaseFile, rules: Rules): string | undefined {
  const { award } = file.definition
  if (award.each === null) return undefined
  const list = rules.value(award.each, { facts: factsOf(file), asOf: dayOf(file.row.submittedAt) })
  const names = Array.isArray(list) ? (list as readonly Json[]).flatMap((one) => nameOf(one) ?? []) : []
  return names.length > 0 ? names.map(plain).join(', ') : undefined
}

const nameOf = (one: Json): string | undefined => {
  const name =
    one !== null && typeof one === 'object' && !Array.isArray(one) ? (one as Readonly<Record<string, Json>>)['name'] : undefined
  return typeof name === 'string' ? name : undefined
}

function deadlines(deps: CaseworkDeps, file: CaseFile, lang: Lang, t: Translate) {
  const now = deps.clock.now()
  const inWords = (at: number | null) => {
    if (at === null) return t('casework.letter.paused')
    const iso = Temporal.Instant.fromEpochMilliseconds(at).toString()
    const isByTheHour = file.definition.clock?.calendar === 'immediate' || file.definition.clock?.calendar === 'hours'
    return isByTheHour ? momentInWords(iso, lang) : dayInWords(dayOf(iso), lang)
  }
  const last = file.events.findLastIndex((event) => event.extends)
  const unextended = file.events.map((event, index) => (index === last ? { ...event, extends: false } : event))
  return {
    dueOn: inWords(readingOf({ ...file, events: unextended }, now).dueAt),
    newDueOn: inWords(readingOf(file, now).dueAt),
  }
}

function money(file: CaseFile, lang: Lang, t: Translate) {
  const { definition, contents, row } = file
  const { decision } = contents
  const schedule = definition.payments[0]?.schedule
  return {
    amount: decision?.amount ? formatWon(decision.amount.won, lang) : t('casework.letter.amountLater'),
    firstMonth: monthInWords(dayOf(row.submittedAt), lang),
    payDay: dayInWords(payDay(decision?.at ?? row.submittedAt, schedule?.day ?? null), lang),
    account: masked(accountOf(file)) ?? t('casework.letter.noAccount'),
    fee: feeOf(file, lang, t),
  }
}

/** The next day of payment after a decision, before the holiday when it is one; or the end of the time for paying. */
function payDay(decidedAt: string, day: number | null): string {
  const decided = Temporal.PlainDate.from(dayOf(decidedAt))
  if (day === null) return endAfter(decided.toString(), PAID_WITHIN)
  const here = decided.with({ day })
  return beforeDaysOff((Temporal.PlainDate.compare(here, decided) > 0 ? here : here.add({ months: 1 })).toString())
}

/** `국민은행 ●●●-●●●-5678`: enough to know one's own, too little for anyone else. */
export function masked(account: Json): string | undefined {
  if (account === null || typeof account !== 'object' || Array.isArray(account)) return undefined
  const { bank, number } = account as Readonly<Record<string, Json>>
  if (typeof number !== 'string') return undefined
  const digits = number.replace(/\d(?=(?:\D*\d){4})/g, '●')
  return plain(`${typeof bank === 'string' ? `${bank} ` : ''}${digits}`)
}

function feeOf({ definition }: CaseFile, lang: Lang, t: Translate): string {
  const fee = definition.fees.find(({ channel }) => [channel].flat().some((one) => one === 'all' || one === 'web'))
  if (!fee || fee.amount === 0 || fee.amount === '0') return t('casework.letter.free')
  return typeof fee.amount === 'number'
    ? formatWon(fee.amount, lang)
    : fee.says
      ? textIn(fee.says, lang)
      : t('casework.letter.free')
}

function decided(deps: CaseworkDeps, file: CaseFile, lang: Lang, t: Translate) {
  const { definition, contents, row } = file
  const { decision, assessment } = contents
  const isGrant = decision?.outcome === 'grant' || decision?.outcome === 'partial'
  const amounts = isGrant ? tellingLines(amountLines(definition, assessment, lang).filter(({ value }) => value !== null)) : []
  const entered = isGrant ? enteredLines(deps, file, lang) : []
  const found = [amounts, entered].find((lines) => lines.length > 0) ?? criteriaLines(definition, assessment, lang, t)
  const none = t('casework.letter.none')
  const reasons = decision ? reasonLines(definition, decision, lang) : []
  const note = decision?.note ? [`- ${plain(decision.note)}`] : []
  return {
    steps: listOf(found) || none,
    reasons: [listOf(reasons), ...note].filter(Boolean).join('\n') || none,
    appeal: decision ? appealList(appealRoutes(definition, decision, null, lang), lang, t) || none : none,
    verification: decision?.documents[0]?.number ?? row.receiptNumber,
  }
}

/** What a register now says because of this decision: the facts of outputs of the kind `registration`. */
function enteredLines(deps: CaseworkDeps, file: CaseFile, lang: Lang): Line[] {
  const { facts: vocabulary } = deps.catalogue.current().pack
  const facts = factsOf(file)
  const ids = file.definition.outputs.filter(({ type }) => type === 'registration').flatMap((output) => output.facts)
  return ids.flatMap((id): Line[] => {
    const fact = vocabulary.get(id)
    const value = facts[id]
    const words = fact && value !== undefined ? inWords(fact, value, wordingOf(deps, lang)) : null
    return fact && words ? [{ says: textIn(fact.title, lang), value: plain(words), law: null }] : []
  })
}
