/** A draft as its reader sees it: form, findings, cases, coverage, difference, effect, and what may be done. */
import type { Lang, Principal, Translate } from '@dpg/kernel'
import { stringify } from 'yaml'
import { type Check, type CheckFinding, lineOf, linesOf } from './check/report.ts'
import {
  type DraftSummary,
  type DraftView,
  draftNotFound,
  type ReportFinding,
  type RuleDraftId,
  type RuleReport,
} from './contract.ts'
import type { Inside } from './deps.ts'
import { diffOf, type Version } from './diff.ts'
import { servicePath } from './form/files.ts'
import { inForce, movedFiles } from './moved.ts'
import { staleWords } from './stale-words.ts'
import { type DraftRow, findDraft, listConflicts, listDrafts, listEvents } from './store.ts'
import { isApprover, isAuthor, mayTouch, readerOf } from './who.ts'

export async function find(deps: Inside, id: string): Promise<DraftRow> {
  const draft = await findDraft(deps.db, id)
  if (!draft) throw draftNotFound({ id: id.slice(0, 60) })
  return draft
}

export async function view(deps: Inside, principal: Principal, id: RuleDraftId, lang: Lang): Promise<DraftView> {
  const reader = readerOf(principal)
  const draft = await find(deps, id)
  const [check, before, now, events, summary] = await Promise.all([
    deps.desk.check(draft.slug, draft.files),
    versionBefore(deps, draft),
    inForce(deps, draft),
    listEvents(deps.db, id),
    summaryOf(deps, draft, reader, lang),
  ])
  const moved = movedFiles(draft, now)
  const isMine = draft.author === reader
  const isOurs = mayTouch(principal, draft.service, deps)
  const isOpen = draft.state === 'open' || draft.state === 'returned'
  const { release } = deps.catalogue.current()
  return {
    ...summary,
    revision: draft.revision,
    form: check.form,
    files: draft.files,
    report: withStale(reportOf(deps, check, lang), draft, before, check, deps.texts(lang)),
    diff: check.service ? diffOf(before, { service: check.service, parameters: check.parameters }, lang) : [],
    effect: draft.effect && {
      ...draft.effect.counted,
      isCurrent: draft.effect.revision === draft.revision && draft.effect.release === release,
    },
    events: await withNames(deps, events),
    waitsFor: draft.state === 'scheduled' ? draft.effectiveFrom : null,
    moved:
      moved.length === 0 || draft.state === 'published' ? null : diffOf(before, await versionOf(deps, draft.slug, now), lang),
    conflicts: await listConflicts(deps.db, id),
    isNew: draft.base.length === 0,
    may: {
      write: isOurs && isMine && isOpen && isAuthor(principal),
      submit: isOurs && isMine && isOpen && isAuthor(principal),
      decide: isOurs && !isMine && draft.state === 'submitted' && isApprover(principal),
      stop: isOurs && !isMine && draft.state === 'scheduled' && isApprover(principal),
      withdraw: isOurs && isMine && (draft.state === 'submitted' || draft.state === 'scheduled'),
    },
    otherFigures: otherFigures(deps, check, lang),
  }
}

/** What the draft began from, as definitions. */
export async function versionBefore(deps: Inside, draft: DraftRow): Promise<Version> {
  if (draft.base.length > 0) return versionOf(deps, draft.slug, draft.base)
  return { service: deps.catalogue.current().service(draft.service) ?? null, parameters: [] }
}

async function versionOf(deps: Inside, slug: string, files: DraftRow['files']): Promise<Version> {
  const { service, parameters } = await deps.desk.check(slug, files)
  return { service, parameters }
}

export async function drafts(deps: Inside, principal: Principal, lang: Lang): Promise<readonly DraftSummary[]> {
  const reader = readerOf(principal)
  return Promise.all((await listDrafts(deps.db)).map((draft) => summaryOf(deps, draft, reader, lang)))
}

export async function summaryOf(
  deps: Inside,
  { id, service, title, state, author, updatedAt }: Pick<DraftRow, 'id' | 'service' | 'title' | 'state' | 'author' | 'updatedAt'>,
  reader: string,
  lang: Lang,
): Promise<DraftSummary> {
  return {
    id,
    service,
    title: lang === 'en' ? (title.en ?? title.ko) : title.ko,
    state,
    author: { id: author, name: await nameOf(deps, author) },
    updatedAt,
    isMine: author === reader,
  }
}

export const nameOf = async ({ directory }: Pick<Inside, 'directory'>, id: string): Promise<string> =>
  (await directory.official(id as DraftRow['author']))?.name ?? id

const withNames = (deps: Inside, events: DraftView['events']) =>
  Promise.all(events.map(async (event) => ({ ...event, by: await nameOf(deps, event.by) })))

export function reportOf(deps: Pick<Inside, 'texts'>, check: Check, lang: Lang): RuleReport {
  return {
    findings: [...stoppedIn(deps, check, lang), ...check.findings.map((finding) => said(finding, lang))],
    errors: check.errors,
    cases: check.cases.map((one) => ({ ...one, differences: one.differences.map((words) => words[lang]) })),
    coverage: check.coverage,
    tables: check.tables,
    parameters: check.service?.parameters ?? [],
  }
}

/** What is no mistake, and still would puzzle whoever reads it. */
function withStale(report: RuleReport, { slug, files }: DraftRow, before: Version, check: Check, t: Translate): RuleReport {
  const file = servicePath(slug)
  const warnings = staleWords(before.service, check.service).map(({ criterion, number, language }): ReportFinding => {
    const at = check.form?.criteria.findIndex((row) => row['id'] === criterion) ?? -1
    return {
      level: 'warning',
      rule: 'stale-words',
      message: t(`authoring.staleWords.message.${language}`, { criterion, number }),
      remedy: t('authoring.staleWords.remedy'),
      file,
      line: lineOf(linesOf(files, file), criterion),
      column: null,
      field: at < 0 ? null : `criteria.${at}.${language}`,
      at: null,
    }
  })
  return { ...report, findings: [...report.findings, ...warnings] }
}

function stoppedIn({ texts }: Pick<Inside, 'texts'>, { stoppedAfter: seconds, heavy = [] }: Check, lang: Lang): ReportFinding[] {
  if (seconds === null) return []
  const t = texts(lang)
  const remedy = t('authoring.tooHeavy.remedy')
  return heavy.map(({ file, line, field, name }) => {
    const message = t(`authoring.tooHeavy.message${name === '' ? '' : '.named'}`, { seconds, name })
    return { level: 'error', rule: 'too-heavy', message, remedy, file, line, column: null, field, at: null }
  })
}

const said = ({ message, remedy, ...rest }: CheckFinding, lang: Lang): ReportFinding => ({
  ...rest,
  message: message[lang],
  remedy: remedy[lang],
})

/** Figures that the rules read and whose file the draft does not write. */
function otherFigures(deps: Inside, check: Check, lang: Lang): DraftView['otherFigures'] {
  const own = new Set(check.parameters.map(({ id }) => id))
  const { parameters } = deps.catalogue.current().pack
  return (check.service?.parameters ?? []).flatMap((id) => {
    const parameter = parameters.get(id)
    if (!parameter || own.has(id) || id === 'unreadConditions') return []
    const today = deps.today()
    const now = parameter.values.findLast(({ from }) => from <= today)
    return [
      {
        parameter: id,
        title: lang === 'en' ? (parameter.title.en ?? parameter.title.ko) : parameter.title.ko,
        now: now?.value === undefined ? '' : stringify(now.value, { collectionStyle: 'flow', lineWidth: 0 }).trim(),
      },
    ]
  })
}
