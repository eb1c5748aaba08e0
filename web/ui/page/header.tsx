/** Site name, search, the reader's menu and settings, main navigation. All of it works without script. */
import { Icon } from '../content/icon.tsx'
import { useReader } from '../reader.ts'
import type { PageAsked } from './page.tsx'
import { LanguageSwitch, PreferencesMenu } from './preferences.tsx'

export interface NavItem {
  readonly label: string
  readonly href: string
  readonly current?: boolean
  /** Number of things waiting, such as unread notices; 0 is not shown. */
  readonly count?: number
}

export interface UserMenu {
  /** Absent: not signed in. */
  readonly name?: string
  /** For officials: 서초구청 복지정책과. */
  readonly detail?: string
  /** Pages of one's own that the main navigation leaves out. */
  readonly links?: readonly { readonly href: string; readonly label: string }[]
  readonly signInHref?: string
  /** Target of the sign-out form (POST). */
  readonly signOutHref?: string
  /** In demonstration mode: where to be someone else. */
  readonly switchHref?: string
}

export interface SiteSearch {
  /** GET target; the words arrive as `q`. */
  readonly action: string
  readonly value?: string
  readonly label?: string
}

export interface HeaderProps {
  readonly asked: PageAsked
  readonly portal?: string
  readonly home?: string
  readonly nav?: readonly NavItem[]
  readonly user?: UserMenu
  readonly search?: SiteSearch
}

export function Header({ asked, portal, home, nav, user, search }: HeaderProps) {
  const { t } = useReader()
  return (
    <header id="krds-header" class="site-header">
      <div class="frame site-bar">
        <a class="site-name" href={home ?? '/'}>
          <Icon name="brand" />
          <span>{t('ui.site')}</span>
          {portal && <span class="site-portal">{portal}</span>}
        </a>
        <div class="site-tools">
          <LanguageSwitch asked={asked} />
          <PreferencesMenu asked={asked} />
          {user && <UserMenuView user={user} />}
        </div>
        {search && <HeaderSearch search={search} />}
      </div>
      {nav && nav.length > 0 && <MainNav items={nav} />}
    </header>
  )
}

function HeaderSearch({ search }: { readonly search: SiteSearch }) {
  const { t } = useReader()
  const label = search.label ?? t('ui.search.label')
  return (
    <search class="site-search">
      <form action={search.action} method="get">
        <input
          class="krds-input"
          type="search"
          name="q"
          value={search.value}
          aria-label={label}
          placeholder={label}
          maxLength={200}
        />
        <button type="submit" aria-label={t('ui.search.button')}>
          <Icon name="search" />
        </button>
      </form>
    </search>
  )
}

function UserMenuView({ user }: { readonly user: UserMenu }) {
  const { t } = useReader()
  if (user.name === undefined)
    return (
      <a class="site-tool site-sign-in" href={user.signInHref ?? '/signin'}>
        <Icon name="person" />
        {t('ui.user.signIn')}
      </a>
    )
  return (
    <details class="drop">
      <summary class="site-tool">
        <Icon name="person" />
        <span class="sr-only">{t('ui.user.menu')} </span>
        {user.name}
      </summary>
      <div class="drop-panel">
        <p>
          <strong>{t('ui.user.name', { name: user.name })}</strong>
          {user.detail && <span class="hint">{user.detail}</span>}
        </p>
        {user.links?.map(({ href, label }) => (
          <a key={href} href={href}>
            {label}
          </a>
        ))}
        {user.switchHref && <a href={user.switchHref}>{t('ui.user.switch')}</a>}
        <form method="post" action={user.signOutHref ?? '/signout'}>
          <button class="krds-btn tertiary small" type="submit">
            {t('ui.user.signOut')}
          </button>
        </form>
      </div>
    </details>
  )
}

function MainNav({ items }: { readonly items: readonly NavItem[] }) {
  const { t } = useReader()
  return (
    <nav class="site-nav" aria-label={t('ui.nav')}>
      <ul class="frame">
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.current ? 'page' : undefined}>
              {item.label}
              {item.count ? (
                <span class="count">
                  {item.count > 99 ? '99+' : item.count}
                  <span class="sr-only"> {t('ui.nav.waiting')}</span>
                </span>
              ) : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
