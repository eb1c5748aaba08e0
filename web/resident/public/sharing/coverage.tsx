/** `/sharing/coverage`: which services still ask people for which papers, and why. */
import type { Coverage, PaperLeft, PaperReason, ServiceCoverage } from '@dpg/sharing/contract'
import { Badge, type BadgeKind, type Column, Details, Figures, formatNumber, LawRef, Table, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { HOME, requestAt } from './words.tsx'

const KINDS: Readonly<Record<PaperReason, BadgeKind>> = {
  'no-register': 'gray',
  held: 'warning',
  pending: 'information',
  exception: 'danger',
  granted: 'success',
}

export function CoveragePage({ frame, coverage }: { readonly frame: Frame; readonly coverage: Coverage }) {
  const { t, lang } = frame.asked
  const { services, agencies, percent, papers, withoutPapers, unread } = coverage
  const left = services.filter((one) => one.papers.length > 0)
  const none = services.filter((one) => one.papers.length === 0)
  const number = (count: number) => formatNumber(count, lang)
  return (
    <ResidentPage
      frame={frame}
      title={t('resident.sharing.coverage')}
      description={t('resident.sharing.coverage.lead')}
      layout="wide"
      breadcrumb={[
        { label: t('resident.home'), href: '/' },
        { label: t('resident.sharing.title'), href: HOME },
        { label: t('resident.sharing.coverage') },
      ]}
    >
      <Title title={t('resident.sharing.coverage')} lead={t('resident.sharing.coverage.lead')} />
      <Figures
        figures={[
          { label: t('resident.sharing.percent'), value: `${percent}%`, note: t('resident.sharing.plan') },
          { label: t('resident.sharing.papers'), value: number(papers) },
          {
            label: t('resident.sharing.without'),
            value: t('resident.sharing.of', { count: number(withoutPapers), all: number(services.length) }),
          },
        ]}
      />
      <Details summary={t('resident.sharing.how')}>
        <p>{t('resident.sharing.how.text', { fetched: number(coverage.fetched), papers: number(papers) })}</p>
        <p>{t('resident.sharing.how.unread', { unread: number(unread), all: number(services.length) })}</p>
      </Details>
      <section aria-labelledby="left">
        <h2 id="left">{t('resident.sharing.left')}</h2>
        {left.map((one) => (
          <ServiceLeft key={one.service.id} frame={frame} one={one} />
        ))}
      </section>
      {none.length > 0 && (
        <section aria-labelledby="none">
          <h2 id="none">{t('resident.sharing.noPapers')}</h2>
          <ul>
            {none.map(({ service, fetched, foundOut }) => (
              <li key={service.id}>
                <a href={`/services/${encodeURIComponent(service.id)}`}>{service.title}</a>{' '}
                <span class="hint">{t('resident.sharing.fetched', { count: number(fetched) })}</span>
                {foundOut.length > 0 && <FoundOut frame={frame} what={foundOut} />}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="agencies">
        <h2 id="agencies">{t('resident.sharing.agencies')}</h2>
        <Table
          caption={t('resident.sharing.agencies')}
          hideCaption
          columns={agencyColumns(frame)}
          rows={agencies}
          rowKey={({ agency }) => agency.id}
        />
      </section>
    </ResidentPage>
  )
}

function ServiceLeft({ frame, one }: { readonly frame: Frame; readonly one: ServiceCoverage }) {
  const { t, lang } = frame.asked
  const { service, agency, fetched, foundOut, papers } = one
  return (
    <section aria-labelledby={`service-${service.id}`}>
      <h3 id={`service-${service.id}`}>
        <a href={`/services/${encodeURIComponent(service.id)}`}>{service.title}</a>
      </h3>
      <p class="hint">
        {agency.title} · {t('resident.sharing.fetched', { count: formatNumber(fetched, lang) })}
      </p>
      <ul>
        {papers.map((paper) => (
          <Paper key={paper.need} frame={frame} paper={paper} />
        ))}
      </ul>
      {foundOut.length > 0 && <FoundOut frame={frame} what={foundOut} />}
    </section>
  )
}

function Paper({ frame, paper: { title, law, reason, says, request } }: { readonly frame: Frame; readonly paper: PaperLeft }) {
  const { t } = frame.asked
  return (
    <li>
      {title} <Badge kind={KINDS[reason]}>{t(`sharing.paper.${reason}`)}</Badge>
      {says && (
        <>
          <br />
          {says}
        </>
      )}
      <br />
      {law && <LawRef law={law} />}
      {request && (
        <>
          {' '}
          <a href={requestAt(request.id)}>{t('sharing.number', { number: request.number })}</a>
          {request.exception && (
            <span class="hint"> {t('resident.sharing.because', { exception: request.exception.title })}</span>
          )}
        </>
      )}
    </li>
  )
}

const FoundOut = ({ frame, what }: { readonly frame: Frame; readonly what: readonly string[] }) => (
  <p class="hint">{frame.asked.t('resident.sharing.foundOut', { what: what.join(', ') })}</p>
)

const agencyColumns = ({ asked: { t, lang } }: Frame): Column<Coverage['agencies'][number]>[] => [
  { key: 'agency', label: t('resident.sharing.agency'), isRowHeader: true, cell: ({ agency }) => agency.title },
  { key: 'services', label: t('resident.sharing.services'), numeric: true, cell: ({ services }) => formatNumber(services, lang) },
  { key: 'fetched', label: t('resident.sharing.facts'), numeric: true, cell: ({ fetched }) => formatNumber(fetched, lang) },
  { key: 'papers', label: t('resident.sharing.papers'), numeric: true, cell: ({ papers }) => formatNumber(papers, lang) },
]
