/** One service: worked out from its law, or known by its catalogue entry. */
import { textIn } from '@dpg/kernel'
import { ButtonLink, ButtonRow, ReaderContext, readerIn, renderPart, Title } from '@dpg/ui'
import { ResidentPage } from '../../frame.tsx'
import { canApply } from '../overview.ts'
import { NewRules } from './new-rules.tsx'
import { Marks } from '../search/hit.tsx'
import { firstSentences } from '../words.ts'
import { Amount } from './amount.tsx'
import { FullText, Official, Sureness } from './entry.tsx'
import { Laws, Related, Version } from './foot.tsx'
import { Glance } from './glance.tsx'
import type { Kept } from './kept.ts'
import { Papers } from './papers.tsx'
import type { ServiceProps } from './parts.ts'
import { Appeal, WorkSteps } from './steps.tsx'
import { Who } from './who.tsx'

export function ServicePage({ kept, ...props }: ServiceProps & { readonly kept: Kept }) {
  const { frame, service } = props
  const { t, lang } = frame.asked
  const title = textIn(service.title, lang)
  return (
    <ResidentPage
      frame={frame}
      title={title}
      description={firstSentences(textIn(service.description, lang), 2)}
      breadcrumb={[
        { label: t('resident.home'), href: '/' },
        { label: t('resident.search.title'), href: '/services' },
        { label: title },
      ]}
      drawn={kept(nameOf(props), () =>
        renderPart(
          <ReaderContext.Provider value={readerIn(lang)}>
            <Content {...props} />
          </ReaderContext.Provider>,
        ),
      )}
    />
  )
}

/** All that the content depends on; nothing of a person but whether one is signed in. */
const nameOf = ({ frame: { asked }, snapshot, service, today, fullText, coming }: ServiceProps): string => {
  const { lang, preferences, principal } = asked
  const said = coming.length === 0 ? '' : JSON.stringify(coming)
  return [service.id, snapshot.release, lang, preferences.easy, principal.kind, today, fullText?.fetchedAt, said].join(' ')
}

function Content(props: ServiceProps) {
  const { frame, service, agencyName, areaName } = props
  const { t, lang, preferences } = frame.asked
  const isHere = canApply(service)
  const described = textIn(service.description, lang)
  // What an entry's description says further stands below, line by line.
  const words = service.work === null ? firstSentences(described, 2) : described
  return (
    <>
      <Title
        over={areaName ? `${agencyName} · ${t('resident.service.forArea', { area: areaName })}` : agencyName}
        title={textIn(service.title, lang)}
        lead={preferences.easy && service.easyText ? textIn(service.easyText, lang) : words}
      >
        <Marks canApply={isHere} basis={service.basis} t={t} />
      </Title>
      {isHere ? <Apply {...props} /> : <Official {...props} />}
      <NewRules {...props} />
      <Glance {...props} />
      <Who {...props} />
      {service.work === null ? <Sureness {...props} /> : <WorkedOut {...props} />}
      <FullText {...props} />
      <Laws {...props} />
      <Related {...props} />
      <Version {...props} />
    </>
  )
}

function Apply({ service, frame }: ServiceProps) {
  const { t, principal } = frame.asked
  const id = encodeURIComponent(service.id)
  if (principal.kind === 'official') return null
  return (
    <>
      <ButtonRow>
        <ButtonLink href={`/apply/${id}`}>{t('resident.service.apply')}</ButtonLink>
        <ButtonLink href={principal.kind === 'resident' ? '/my/benefits' : '/check'} kind="secondary">
          {t('resident.service.check')}
        </ButtonLink>
      </ButtonRow>
      {principal.kind === 'anonymous' && <p class="hint">{t('resident.service.signInFirst')}</p>}
    </>
  )
}

const WorkedOut = (props: ServiceProps) => (
  <>
    <Amount {...props} />
    <Papers {...props} />
    <WorkSteps {...props} />
    <Appeal {...props} />
  </>
)
