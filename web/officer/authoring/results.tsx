/** What the rules come to as they stand: mistakes, cases, coverage. The part that is drawn again while somebody types. */
import type { DraftView, ReportCase, ReportFinding } from '@dpg/authoring/contract'
import { Badge, Details, formatNumber, Icon, Notice, ReaderContext, readerIn } from '@dpg/ui'
import type { Frame } from '../frame.tsx'
import { hrefOf } from './asked.ts'
import { nameOf } from './table-page.tsx'

type T = Frame['asked']['t']

export interface ResultsProps {
  readonly frame: Frame
  readonly draft: Pick<DraftView, 'id' | 'report' | 'revision' | 'form'>
}

/** The same by itself, for the page that stands. */
export const LiveResults = (props: ResultsProps) => (
  <ReaderContext.Provider value={readerIn(props.frame.asked.lang)}>
    <Results {...props} />
  </ReaderContext.Provider>
)

export function Results({ frame, draft }: ResultsProps) {
  const { t, lang } = frame.asked
  const { report } = draft
  const failing = report.cases.filter(({ passes }) => !passes)
  const others = report.findings.filter(({ rule }) => !rule.startsWith('case.'))
  const lacking = report.coverage?.parts.filter(({ items }) => items.some((item) => item.lacking.length > 0)) ?? []
  return (
    <div
      id="results"
      class="authoring-results"
      data-revision={draft.revision}
      data-findings={JSON.stringify(report.findings.filter(({ field }) => field !== null))}
    >
      <h2>{t('officer.authoring.results')}</h2>
      <p class="authoring-sum" role="status">
        {report.errors === 0 && failing.length === 0 ? (
          <Badge kind="success" icon="check">
            {t('officer.authoring.allGood', { cases: report.cases.length })}
          </Badge>
        ) : (
          <Badge kind="danger" icon="cross">
            {t('officer.authoring.toMend', {
              errors: others.filter(({ level }) => level === 'error').length,
              cases: failing.length,
            })}
          </Badge>
        )}
      </p>
      {others.length > 0 && (
        <section>
          <h3>{t('officer.authoring.findings')}</h3>
          <ul class="authoring-findings">
            {others.map((finding) => (
              <li key={`${finding.file}${finding.line}${finding.message}`}>
                <FindingText finding={finding} t={t} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t('officer.authoring.cases', { count: report.cases.length })}</h3>
        {report.cases.length === 0 ? (
          <p class="hint">{t(report.errors > 0 ? 'officer.authoring.casesWait' : 'officer.authoring.noCases')}</p>
        ) : (
          <>
            <ul class="authoring-cases">
              {failing.map((one) => (
                <li key={one.index}>
                  <CaseLine one={one} draft={draft} t={t} lang={lang} />
                </li>
              ))}
            </ul>
            {failing.length < report.cases.length && (
              <Details summary={t('officer.authoring.passing', { count: report.cases.length - failing.length })}>
                <ul class="authoring-cases">
                  {report.cases
                    .filter(({ passes }) => passes)
                    .map((one) => (
                      <li key={one.index}>
                        <CaseLine one={one} draft={draft} t={t} lang={lang} />
                      </li>
                    ))}
                </ul>
              </Details>
            )}
          </>
        )}
      </section>
      {report.coverage && (
        <section>
          <h3>{t('officer.authoring.coverage')}</h3>
          <p>{t('officer.authoring.covered', { covered: report.coverage.covered, total: report.coverage.total })}</p>
          {lacking.length > 0 && (
            <Details
              summary={t('officer.authoring.lacking', {
                count: lacking.reduce((sum, { items }) => sum + items.filter((item) => item.lacking.length > 0).length, 0),
              })}
            >
              <p class="hint">{t('officer.authoring.coverageHelp')}</p>
              <ul class="authoring-coverage">
                {lacking.map((part) => (
                  <li key={`${part.where} ${part.id}`}>
                    <p>
                      <strong>{part.id}</strong> <span class="hint">{t(`officer.authoring.kind.${part.where}`)}</span>
                    </p>
                    <ul>
                      {part.items
                        .filter((item) => item.lacking.length > 0)
                        .map((item) => (
                          <li key={`${item.kind} ${item.start} ${item.end}`}>
                            <code>{item.text}</code>
                            <br />
                            <span class="authoring-never">
                              <Icon name="warning" />{' '}
                              {t(`officer.authoring.never.${item.lacking.length === 2 ? 'both' : item.lacking[0]}`)}
                            </span>
                          </li>
                        ))}
                    </ul>
                  </li>
                ))}
              </ul>
            </Details>
          )}
        </section>
      )}
      {report.tables.some(({ problems }) => problems.length > 0) && (
        <section>
          <h3>{t('officer.authoring.tables')}</h3>
          <ul class="authoring-findings">
            {report.tables.flatMap(({ of, problems }) =>
              problems.map((problem) => (
                <li key={`${of} ${problem.kind} ${problem.text}`}>
                  <Notice kind="warning">
                    <p>
                      <strong>{nameOf(of, draft)}</strong>{' '}
                      {t(`officer.authoring.table.${problem.kind}`, { rows: problem.rows.map((row) => row + 1).join(', ') })}
                    </p>
                    {problem.text && (
                      <p>
                        <code>{problem.text}</code>
                      </p>
                    )}
                  </Notice>
                </li>
              )),
            )}
          </ul>
        </section>
      )}
    </div>
  )
}

function FindingText({ finding, t }: { readonly finding: ReportFinding; readonly t: T }) {
  const place = finding.at
    ? t('officer.authoring.at', { line: finding.at.line, column: finding.at.column })
    : finding.file
      ? `${finding.file}:${finding.line}`
      : ''
  return (
    <>
      <p>
        <Icon name={finding.level === 'error' ? 'danger' : 'warning'} />{' '}
        <span class="sr-only">{t(`officer.authoring.level.${finding.level}`)} </span>
        {finding.field ? <a href={`#${idOf(finding.field)}`}>{finding.message}</a> : finding.message}
      </p>
      <p class="hint">
        {finding.remedy} {place && <span class="authoring-place">({place})</span>}
      </p>
    </>
  )
}

interface CaseLineProps {
  readonly one: ReportCase
  readonly draft: ResultsProps['draft']
  readonly t: T
  readonly lang: 'ko' | 'en'
}

function CaseLine({ one, draft, t, lang }: CaseLineProps) {
  const { found } = one
  const outcome = found && (found.eligible === 'unknown' ? 'unknown' : found.eligible ? 'yes' : 'no')
  return (
    <>
      <p>
        <Icon name={one.passes ? 'check' : 'cross'} />{' '}
        <span class="sr-only">{t(one.passes ? 'officer.authoring.passes' : 'officer.authoring.fails')} </span>
        {one.passes ? one.name : <a href={`${hrefOf(draft, 'cases')}#${idOf(`cases.${one.index}.name`)}`}>{one.name}</a>}
      </p>
      {!one.passes && one.differences.map((words) => <p key={words}>{words}</p>)}
      {outcome && (
        <p class="hint">
          {t(`officer.authoring.outcome.${outcome}`)}
          {typeof found.amount === 'number' && ` · ${t('officer.authoring.won', { amount: formatNumber(found.amount, lang) })}`}
          {found.failed.length > 0 && ` · ${t('officer.authoring.failed', { criteria: found.failed.join(', ') })}`}
          {found.missing.length > 0 && ` · ${t('officer.authoring.missing', { facts: found.missing.join(', ') })}`}
        </p>
      )}
    </>
  )
}

/** Id of a field's control, as `fieldId` of the design system makes it. */
const idOf = (field: string): string => `f-${field.replace(/[^\p{L}\p{N}_-]+/gu, '-')}`
