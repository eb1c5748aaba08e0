/** What every page of the developers' portal has around it. */
import type { Asked } from '@dpg/kernel/route'
import { type Crumb, Page } from '@dpg/ui'
import type { ComponentChildren } from 'preact'

export type FrameAsked = Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>

export interface Frame {
  readonly asked: FrameAsked
  readonly isDemo: boolean
}

export interface DeveloperPageProps {
  readonly frame: Frame
  readonly title: string
  readonly breadcrumb?: readonly Crumb[]
  readonly hasErrors?: boolean
  readonly isPrivate?: boolean
  readonly children: ComponentChildren
}

const NAV = [
  '/developers',
  '/developers/playground',
  '/developers/apps',
  '/developers/sign-in',
  '/developers/sites',
  '/developers/plugins',
  '/developers/api',
  '/developers/components',
] as const

export function DeveloperPage({ frame: { asked, isDemo }, children, ...page }: DeveloperPageProps) {
  const { t, url } = asked
  const nav = NAV.map((href) => ({ href, label: t(`developer.nav.${href.split('/').at(-1)}`), current: url.pathname === href }))
  return (
    <Page {...page} asked={asked} demo={isDemo} portal={t('developer.portal')} home="/developers" nav={nav} layout="wide">
      {children}
    </Page>
  )
}
