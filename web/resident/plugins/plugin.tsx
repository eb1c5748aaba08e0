/** `/plugins/{id}`: what a platform is and who runs it; what it may know, send and be told; linking, leaving. */
import { textIn } from '@dpg/kernel'
import type { FoundService, Link, Plugin } from '@dpg/plugins/contract'
import { Badge, BESIDE, ButtonLink, EmptyState, Notice, OpensBeside, StructuredList, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../frame.tsx'
import { Found } from './found.tsx'
import { LinkForm } from './link-form.tsx'
import { Linked } from './linked.tsx'
import { manifestOf } from './words.ts'

export interface PluginPageProps {
  readonly frame: Frame
  readonly plugin: Plugin
  readonly services: readonly FoundService[]
  readonly link: Link | undefined
  /** Undefined: nobody is signed in who could link themselves. */
  readonly canLink: boolean
  readonly names: { fact(id: string): string }
  readonly done?: 'linked' | 'left' | undefined
  /** What the platform says it knows: asked for by a press. */
  readonly offered?: readonly { readonly title: string; readonly value: string | null }[] | undefined
}

const SHOWN_SERVICES = 10

export function PluginPage(props: PluginPageProps) {
  const { frame, plugin, services, link, canLink, done } = props
  const { t, lang } = frame.asked
  const manifest = manifestOf(plugin)
  const title = textIn(manifest.name, lang)
  const isPlugged = plugin.state === 'plugged'
  return (
    <ResidentPage
      frame={frame}
      title={title}
      breadcrumb={[{ label: t('resident.plugins.title'), href: '/plugins' }, { label: title }]}
      isPrivate
    >
      {done && (
        <Notice kind="success" isAnswer title={t(`resident.plugins.done.${done}`, { name: title })}>
          {done === 'linked' && (
            <p>
              <a href={manifest.homepage}>{t('resident.plugins.back', { name: title })}</a>
            </p>
          )}
        </Notice>
      )}
      {!isPlugged && (
        <Notice kind="warning" title={t('resident.plugins.unplugged')}>
          <p>{t('resident.plugins.unpluggedText')}</p>
        </Notice>
      )}
      <Title title={title} lead={textIn(manifest.summary, lang)}>
        <Badge kind={isPlugged ? 'information' : 'gray'}>{t('resident.plugins.outside')}</Badge>
      </Title>
      <StructuredList
        items={[
          { key: t('resident.plugins.operator'), value: textIn(manifest.operator.name, lang) },
          { key: t('resident.plugins.contact'), value: manifest.operator.contact },
          ...(isPlugged
            ? [
                {
                  key: t('resident.plugins.homepage'),
                  value: (
                    <a href={manifest.homepage} {...BESIDE}>
                      {manifest.homepage}
                      <OpensBeside words={t('resident.plugins.beside')} />
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      {isPlugged && link && <Linked {...props} link={link} manifest={manifest} />}
      {isPlugged && canLink && !link && <LinkForm frame={frame} id={plugin.id} manifest={manifest} names={props.names} />}
      {isPlugged && !canLink && frame.asked.principal.kind === 'anonymous' && (
        <section>
          <h2>{t('resident.plugins.link', { name: title })}</h2>
          <ButtonLink href={`/signin?next=${encodeURIComponent(`/plugins/${plugin.id}`)}`}>
            {t('resident.plugins.signIn')}
          </ButtonLink>
        </section>
      )}
      {isPlugged && manifest.catalogue && (
        <section>
          <h2>{t('resident.plugins.services')}</h2>
          {services.length === 0 ? (
            <EmptyState title={t('resident.plugins.noServices')} />
          ) : (
            <Found found={services.slice(0, SHOWN_SERVICES)} t={t} lang={lang} />
          )}
        </section>
      )}
    </ResidentPage>
  )
}
