/** `/my`: what waits for me, in the order in which it presses. */
import type { MyBenefits } from '@dpg/benefits/contract'
import type { CaseSummary } from '@dpg/casework/contract'
import type { NoticeSummary } from '@dpg/notices/contract'
import { ButtonLink, CardList, EmptyState, Notice, Title } from '@dpg/ui'
import type { ComponentChildren } from 'preact'
import { type Frame, ResidentPage } from '../frame.tsx'
import { BenefitCard } from './benefits/card.tsx'
import { CaseCard, DraftCard, type DraftLine } from './cases/card.tsx'
import { NoticeCard } from './notices/list.tsx'

export interface HomeProps {
  readonly frame: Frame
  readonly cases: readonly CaseSummary[]
  readonly drafts: readonly DraftLine[]
  readonly unread: readonly NoticeSummary[]
  /** Of a look that is kept; undefined: there is none. */
  readonly benefits: Pick<MyBenefits, 'items' | 'counts'> | undefined
  /** Names of the registers that did not answer. */
  readonly broken: readonly string[]
}

const NEWEST = 3

export function MyHome({ frame, cases, drafts, unread, benefits, broken }: HomeProps) {
  const { t, principal } = frame.asked
  const waiting = cases.filter(({ needsApplicant, isEnded }) => needsApplicant && !isEnded)
  const others = cases.filter((one) => !waiting.includes(one)).slice(0, NEWEST)
  const isQuiet = waiting.length === 0 && unread.length === 0 && drafts.length === 0
  return (
    <ResidentPage frame={frame} title={t('resident.my.home.title')} isPrivate>
      <Title
        title={t('resident.my.home.hello', { name: principal.displayName ?? '' })}
        lead={t(isQuiet ? 'resident.my.home.quiet' : 'resident.my.home.lead')}
      />
      <Part
        title={t('resident.my.home.waiting')}
        items={waiting}
        draw={(one) => <CaseCard key={one.id} one={one} asked={frame.asked} />}
      />
      <Part
        title={t('resident.my.home.unread')}
        items={unread}
        draw={(one) => <NoticeCard key={one.id} notice={one} frame={frame} />}
        all={{ href: '/my/notices', label: t('resident.my.home.allNotices') }}
      />
      <Part
        title={t('resident.my.drafts.title')}
        items={drafts}
        draw={(one) => <DraftCard key={one.service.id} draft={one} asked={frame.asked} />}
      />
      <section>
        <h2>
          {benefits ? t('resident.my.home.benefits', { count: benefits.counts.eligible }) : t('resident.my.benefits.title')}
        </h2>
        {broken.length > 0 && (
          <Notice kind="warning" title={t('resident.my.benefits.broken', { registers: broken.join(', ') })} />
        )}
        {!benefits && <p>{t('resident.my.home.notLooked')}</p>}
        {benefits?.items.length === 0 && <EmptyState title={t('resident.my.benefits.none')} />}
        {benefits && benefits.items.length > 0 && (
          <CardList>
            {benefits.items.map((one) => (
              <BenefitCard key={one.service} one={one} t={t} search="" />
            ))}
          </CardList>
        )}
        <ButtonLink href="/my/benefits" kind="secondary">
          {t(benefits ? 'resident.my.home.allBenefits' : 'resident.my.home.look')}
        </ButtonLink>
      </section>
      <Part
        title={t('resident.my.home.cases')}
        items={others}
        draw={(one) => <CaseCard key={one.id} one={one} asked={frame.asked} />}
        all={{ href: '/my/cases', label: t('resident.my.home.allCases') }}
      />
    </ResidentPage>
  )
}

interface PartProps<T> {
  readonly title: string
  readonly items: readonly T[]
  readonly draw: (item: T) => ComponentChildren
  readonly all?: { readonly href: string; readonly label: string }
}

/** Nothing of a kind takes no room. */
function Part<T>({ title, items, draw, all }: PartProps<T>) {
  if (items.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      <CardList>{items.map(draw)}</CardList>
      {all && (
        <p>
          <a href={all.href}>{all.label}</a>
        </p>
      )}
    </section>
  )
}
