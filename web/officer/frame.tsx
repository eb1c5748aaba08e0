/** What every page of the officials' portal has around it. */
import type { Asked } from '@dpg/kernel/route'
import { type Crumb, Page } from '@dpg/ui'
import type { ComponentChildren } from 'preact'
import type { OfficerContracts } from './contracts.ts'

export type FrameAsked = Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>

export interface Frame {
  readonly asked: FrameAsked
  readonly isDemo: boolean
  /** The office the official works for. */
  readonly office: string
}

export async function frameOf({ directory, isDemo }: OfficerContracts, asked: FrameAsked): Promise<Frame> {
  const { official } = asked.principal
  const known = official && (await directory.official(official.id))
  const office = known && directory.office(known.office)
  return { asked, isDemo, office: office ? (asked.lang === 'en' ? (office.name.en ?? office.name.ko) : office.name.ko) : '' }
}

export interface OfficerPageProps {
  readonly frame: Frame
  readonly title: string
  readonly breadcrumb?: readonly Crumb[]
  readonly hasErrors?: boolean
  readonly children: ComponentChildren
}

/** Below `/privacy`, and somebody else's. */
const OWN_BELOW = ['/privacy/questions', '/privacy/held']

export function OfficerPage({ frame, children, ...page }: OfficerPageProps) {
  const { asked, isDemo, office } = frame
  const may = (...roles: readonly string[]) => roles.some((role) => asked.principal.permissions.has(role))
  const { pathname } = asked.url
  const own = [
    { href: '/work', label: asked.t('officer.nav.work'), isMine: may('caseworker', 'approver') },
    { href: '/authoring', label: asked.t('officer.nav.authoring'), isMine: may('rule-author', 'rule-approver') },
    { href: '/policy', label: asked.t('officer.nav.policy'), isMine: may('policy-analyst') },
    { href: '/privacy', label: asked.t('officer.nav.privacy'), isMine: may('privacy-officer') },
    { href: '/access-policies', label: asked.t('officer.nav.access'), isMine: may('privacy-officer', 'administrator') },
    { href: '/admissions', label: asked.t('officer.admissions.nav'), isMine: may('administrator', 'privacy-officer') },
    { href: '/passports', label: asked.t('officer.passports.nav'), isMine: may('administrator', 'privacy-officer') },
    { href: '/wallet-issuers', label: asked.t('officer.wallets.nav'), isMine: may('administrator') },
    { href: '/sharing/desk', label: asked.t('officer.nav.sharing'), isMine: may('caseworker', 'approver', 'privacy-officer') },
    { href: '/privacy/held', label: asked.t('officer.nav.held'), isMine: may('investigator') },
    { href: '/privacy/questions', label: asked.t('officer.nav.asked'), isMine: may('approver', 'privacy-officer') },
  ].filter(({ isMine }) => isMine)
  const nav = [
    ...own.map(({ href, label }) => ({
      href,
      label,
      current: pathname === href || (pathname.startsWith(`${href}/`) && !OWN_BELOW.some((own) => pathname.startsWith(own))),
    })),
    { href: '/services', label: asked.t('officer.nav.services'), current: false },
  ]
  const user = {
    name: asked.principal.displayName ?? '',
    detail: office,
    links: [{ href: '/signin/keys', label: asked.t('officer.nav.keys') }],
    signOutHref: '/signout',
    ...(isDemo ? { switchHref: '/signin' } : {}),
  }
  return (
    <Page
      {...page}
      asked={asked}
      demo={isDemo}
      portal={asked.t('officer.portal')}
      home={own[0]?.href ?? '/work'}
      nav={nav}
      user={user}
      layout="wide"
      isPrivate
    >
      {children}
    </Page>
  )
}
