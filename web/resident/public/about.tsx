/** What this is, what is made up, what is not there yet; accessibility and privacy. */
import { page, type Route } from '@dpg/kernel/route'
import { formatNumber, Notice, render, Title } from '@dpg/ui'
import type { ResidentContracts } from '../contracts.ts'
import { type Frame, frameOf, ResidentPage } from '../frame.tsx'
import type { Overview } from './overview.ts'

/** Lists of sentences, by number of lines. */
const PARTS = [
  ['what', 3],
  ['synthetic', 3],
  ['missing', 3],
  ['privacy', 4],
  ['access', 4],
] as const

const LINKS = ['/developers', '/openapi.json', '/developers/components', '/verify'] as const

export function About({ frame, overview }: { readonly frame: Frame; readonly overview: Overview }) {
  const { t, lang } = frame.asked
  const counts = { total: formatNumber(overview.total, lang), applicable: formatNumber(overview.applicable.length, lang) }
  return (
    <ResidentPage
      frame={frame}
      title={t('resident.about.title')}
      description={t('resident.about.lead')}
      breadcrumb={[{ label: t('resident.home'), href: '/' }, { label: t('resident.about.title') }]}
    >
      <Title title={t('resident.about.title')} lead={t('resident.about.lead')} />
      {frame.isDemo && (
        <Notice kind="warning" title={t('resident.about.notReal')}>
          <p>{t('resident.about.notReal.text')}</p>
        </Notice>
      )}
      {PARTS.map(([part, lines]) => (
        <section key={part} aria-labelledby={part}>
          <h2 id={part}>{t(`resident.about.${part}`)}</h2>
          <ul>
            {Array.from({ length: lines }, (_, at) => (
              <li key={String(at)}>{t(`resident.about.${part}.${at + 1}`, counts)}</li>
            ))}
          </ul>
        </section>
      ))}
      <section aria-labelledby="more">
        <h2 id="more">{t('resident.about.more')}</h2>
        <ul>
          {LINKS.map((href) => (
            <li key={href}>
              <a href={href}>{t(`resident.about.link.${href.slice(1)}`)}</a>
            </li>
          ))}
        </ul>
      </section>
    </ResidentPage>
  )
}

export const aboutRoutes = (contracts: ResidentContracts, overview: () => Overview): Route[] => [
  page({
    method: 'GET',
    path: '/about',
    needs: 'public',
    handle: async (asked) => ({ html: render(About({ frame: await frameOf(contracts, asked), overview: overview() })) }),
  }),
]
