/** Every component on one page, in use: `/developers/components`. Also what the tests look at. */
import { createTexts, type Translate } from '@dpg/kernel'
import { Page, type PageAsked } from '../page/page.tsx'
import { Title } from '../content/title.tsx'
import { Actions } from './actions.tsx'
import { Data } from './data.tsx'
import { Fields } from './fields.tsx'
import { Finding } from './finding.tsx'
import { Following } from './following.tsx'
import { Messages } from './messages.tsx'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }

const textsIn = createTexts([{ ko, en }])

/** What each part of the guide gets: its own texts. */
export interface GuidePart {
  readonly t: Translate
}

export interface StyleGuideProps {
  readonly asked: PageAsked
  /** Address of the guide itself, for links that lead nowhere else. */
  readonly path?: string
}

/** The guide as a whole document; `render(styleGuide({ asked }))`. */
export function styleGuide({ asked, path = '/developers/components' }: StyleGuideProps) {
  const t = textsIn(asked.lang)
  const nav = ['find', 'benefits', 'cases', 'notices', 'documents', 'trace'] as const
  return (
    <Page
      asked={asked}
      title={t('guide.title')}
      description={t('guide.lead')}
      portal={t('guide.portal')}
      layout="wide"
      demo
      search={{ action: path }}
      user={{ name: t('sample.name'), links: [{ href: `${path}?nav=settings`, label: t('nav.settings') }], switchHref: path }}
      nav={nav.map((key, at) => ({
        label: t(`nav.${key}`),
        href: `${path}?nav=${key}`,
        current: at === 1,
        count: key === 'notices' ? 2 : 0,
      }))}
      breadcrumb={[
        { label: t('nav.home'), href: '/' },
        { label: t('guide.portal'), href: '/developers' },
        { label: t('guide.title') },
      ]}
      footerLinks={(['about', 'accessibility', 'source'] as const).map((key) => ({
        label: t(`footer.${key}`),
        href: `${path}?about=${key}`,
      }))}
    >
      <Title title={t('guide.title')} lead={t('guide.lead')} />
      <Finding t={t} />
      <Data t={t} />
      <Following t={t} />
      <Fields t={t} />
      <Actions t={t} />
      <Messages t={t} />
    </Page>
  )
}
