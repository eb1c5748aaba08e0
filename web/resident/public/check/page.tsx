/** The pages of the check: what is around the content, and the island that answers on the reader's own device. */
import { formatDate, Island, Notice } from '@dpg/ui'
import type { ComponentChildren } from 'preact'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { CheckContent, titleOf } from './content.tsx'
import { PrivacyNote } from './privacy-note.tsx'
import type { CheckView, WhyView } from './view.ts'
import { WhyContent, whyTitle } from './why.tsx'
import type { CheckReader, CheckWorld } from './world.ts'

export interface PageParts {
  readonly frame: Frame
  readonly world: CheckWorld
  /** Address of the rules for the reader's own device. */
  readonly rules: string
  /** The script that keeps the page for when there is no network; null: nothing is to be kept. */
  readonly offline: string | null
  /** This is the copy that is kept. */
  readonly isKept?: boolean
}

export function CheckPage({ view, ...parts }: PageParts & { readonly view: CheckView }) {
  const { frame, world } = parts
  const { t } = world
  return (
    <ResidentPage
      frame={frame}
      title={titleOf(view, world)}
      description={t('resident.check.lead')}
      hasErrors={view.errors.length > 0}
      layout={view.result ? 'wide' : 'read'}
      hideSearch
      breadcrumb={[{ label: t('resident.home'), href: '/' }, { label: t('resident.nav.check') }]}
    >
      <OnDevice {...parts}>
        <CheckContent view={view} world={world} reader={readerOf(frame)} />
      </OnDevice>
    </ResidentPage>
  )
}

export function WhyPage({ view, ...parts }: PageParts & { readonly view: WhyView }) {
  const { frame, world } = parts
  return (
    <ResidentPage frame={frame} title={whyTitle(view, world)} isPrivate hideSearch>
      <OnDevice {...parts}>
        <WhyContent view={view} world={world} reader={readerOf(frame)} />
      </OnDevice>
    </ResidentPage>
  )
}

const readerOf = ({ asked }: Frame): CheckReader => ({ where: 'server', who: asked.principal.kind })

/** What is inside stands as it is without script; with it the answers do not leave the device any more. */
function OnDevice({
  frame,
  world,
  rules,
  offline,
  isKept = false,
  children,
}: PageParts & { readonly children: ComponentChildren }) {
  const { t } = world
  const who = frame.asked.principal.kind
  return (
    <Island name="private-check" isPage props={{ rules, today: world.today, who, offline, isKept, words: wordsOf(world) }}>
      {children}
      <template data-private="device">
        <PrivacyNote world={world} reader={{ where: 'device', who }} isShort={false} />
      </template>
      <template data-private="failed">
        <Notice kind="warning" title={t('resident.private.failed')} isAnswer>
          {t('resident.private.failed.text')}
        </Notice>
      </template>
    </Island>
  )
}

/** Said by the island itself. */
const wordsOf = ({ t, today, lang }: CheckWorld) =>
  Object.fromEntries(
    ['loading', 'ready', 'waiting', 'erased', 'offline', 'kept', 'forgotten'].map((key) => [
      key,
      t(`resident.private.${key}`, { day: formatDate(today, lang) }),
    ]),
  )
