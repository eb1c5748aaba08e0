/** What every page of the residents' portal has around it. */
import type { Asked } from '@dpg/kernel/route'
import { Page, type PageProps } from '@dpg/ui'
import { ActingBanner } from './acting.tsx'
import type { ResidentContracts } from './contracts.ts'

/** The part of a request that the frame needs; hand `asked` in as it is. */
export type FrameAsked = Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>

/** Read before the page is drawn: the number of unread notices. */
export interface Frame {
  readonly asked: FrameAsked
  readonly isDemo: boolean
  readonly unread: number
}

export async function frameOf(
  { notices, isDemo }: Pick<ResidentContracts, 'notices' | 'isDemo'>,
  asked: FrameAsked,
): Promise<Frame> {
  const { person } = asked.principal
  return { asked, isDemo, unread: person ? await notices.of(asked.principal).unread() : 0 }
}

export type ResidentPageProps = Omit<PageProps, 'asked' | 'nav' | 'user' | 'demo' | 'footerLinks'> & {
  readonly frame: Frame
  /** The home page has a search box of its own. */
  readonly hideSearch?: boolean
}

/** A page with navigation, search, the reader's menu and footer. Pages behind a sign-in pass `isPrivate`. */
export function ResidentPage({ frame, hideSearch, children, ...page }: ResidentPageProps) {
  const { asked, isDemo } = frame
  return (
    <Page
      {...page}
      asked={asked}
      demo={isDemo}
      above={<ActingBanner asked={asked} />}
      nav={navOf(frame)}
      user={userOf(frame)}
      footerLinks={footerOf(frame)}
      {...(hideSearch
        ? {}
        : {
            search: {
              action: '/services',
              value: asked.url.pathname === '/services' ? (asked.url.searchParams.get('q') ?? '') : '',
            },
          })}
    >
      {children}
    </Page>
  )
}

const PUBLIC = ['/services', '/check', '/about'] as const
const OWN = ['/services', '/my/benefits', '/my/cases', '/my/notices', '/my/documents', '/my/trace'] as const

export function navOf({ asked, unread }: Pick<Frame, 'asked' | 'unread'>) {
  const paths: readonly string[] = asked.principal.kind === 'resident' ? OWN : PUBLIC
  const { pathname } = asked.url
  return paths.map((href) => ({
    href,
    label: asked.t(`resident.nav.${href.replace('/my/', '').replace('/', '')}`),
    current: pathname === href || pathname.startsWith(`${href}/`),
    ...(href === '/my/notices' ? { count: unread } : {}),
  }))
}

/** Pages that the reader's own menu leads to. */
const MENUS = {
  resident: [
    ['/my', 'resident.user.my'],
    ['/my/data', 'resident.my.data.title'],
    ['/my/mandates', 'resident.my.mandates.title'],
    ['/my/settings', 'resident.user.my.settings'],
  ],
  official: [['/work', 'resident.home.work']],
} as const

export function userOf({ asked, isDemo }: Pick<Frame, 'asked' | 'isDemo'>) {
  const { kind, displayName } = asked.principal
  if (kind === 'anonymous') return { signInHref: '/signin' }
  const links = MENUS[kind].map(([href, key]) => ({ href, label: asked.t(key) }))
  return { name: displayName ?? '', links, signOutHref: '/signout', ...(isDemo ? { switchHref: '/signin' } : {}) }
}

export const footerOf = ({ asked }: Pick<Frame, 'asked'>) =>
  ['/about', '/plugins', '/verify', '/sharing', '/developers', '/work'].map((href) => ({
    href,
    label: asked.t(`resident.footer.${href.slice(1)}`),
  }))
