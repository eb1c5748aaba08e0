/** What the pages of an app have in common: where one is, its parts as tabs, a secret that is shown once. */
import type { App } from '@dpg/developers/contract'
import { Badge, type BadgeKind, CodeBlock, Notice, Tabs, Title } from '@dpg/ui'
import type { ComponentChildren } from 'preact'
import { DeveloperPage, type Frame } from '../frame.tsx'

const LOOKS: Readonly<Record<App['state'], BadgeKind>> = {
  sandbox: 'gray',
  waiting: 'warning',
  allowed: 'success',
  refused: 'danger',
}

export const AppState = ({ frame, state }: { readonly frame: Frame; readonly state: App['state'] }) => (
  <Badge kind={LOOKS[state]}>{frame.asked.t(`developer.app.state.${state}`)}</Badge>
)

export const crumbs = ({ asked: { t } }: Frame, ...more: readonly { readonly label: string; readonly href?: string }[]) => [
  { label: t('developer.portal'), href: '/developers' },
  ...(more.length > 0
    ? [{ label: t('developer.apps.title'), href: '/developers/apps' }]
    : [{ label: t('developer.apps.title') }]),
  ...more,
]

export interface AppFrameProps {
  readonly frame: Frame
  readonly app: App
  readonly part: 'keys' | 'usage' | 'failures' | 'hooks'
  readonly children: ComponentChildren
}

export function AppFrame({ frame, app, part, children }: AppFrameProps) {
  const { t } = frame.asked
  const base = `/developers/apps/${app.id}`
  const tabs = [
    { label: t('developer.app.keys'), href: base, current: part === 'keys' },
    ...(['usage', 'failures', 'hooks'] as const).map((one) => ({
      label: t(`developer.app.${one}`),
      href: `${base}/${one}`,
      current: part === one,
    })),
  ]
  const here = part === 'keys' ? [{ label: app.name }] : [{ label: app.name, href: base }, { label: t(`developer.app.${part}`) }]
  return (
    <DeveloperPage
      frame={frame}
      title={`${app.name} · ${t(`developer.app.${part}`)}`}
      breadcrumb={crumbs(frame, ...here)}
      isPrivate
    >
      <Title title={app.name} {...(app.about ? { lead: app.about } : {})}>
        <AppState frame={frame} state={app.state} />
      </Title>
      <Tabs label={t('developer.app.parts')} tabs={tabs} />
      {children}
    </DeveloperPage>
  )
}

export function Once({
  frame,
  label,
  secret,
}: {
  readonly frame: Frame
  readonly label: string
  readonly secret: string | undefined
}) {
  const { t } = frame.asked
  if (secret === undefined) return null
  return (
    <Notice kind="warning" title={t('developer.app.once')} isAnswer>
      <CodeBlock label={label} code={secret} />
    </Notice>
  )
}
