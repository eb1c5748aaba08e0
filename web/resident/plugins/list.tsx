/** `/plugins`: outside platforms that are plugged in, and those I am linked to. */
import { textIn } from '@dpg/kernel'
import type { Link, Plugin } from '@dpg/plugins/contract'
import { Badge, Card, CardList, EmptyState, MomentText, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../frame.tsx'
import { manifestOf } from './words.ts'

export interface ListProps {
  readonly frame: Frame
  readonly plugins: readonly Plugin[]
  /** In force, by platform. */
  readonly links: ReadonlyMap<string, Link>
}

export function PluginList({ frame, plugins, links }: ListProps) {
  const { t, lang } = frame.asked
  const title = t('resident.plugins.title')
  return (
    <ResidentPage frame={frame} title={title}>
      <Title title={title} lead={t('resident.plugins.lead')} />
      {plugins.length === 0 ? (
        <EmptyState title={t('resident.plugins.none')} />
      ) : (
        <CardList>
          {plugins.map((plugin) => {
            const { name, summary, operator } = manifestOf(plugin)
            const link = links.get(plugin.id)
            return (
              <Card
                key={plugin.id}
                level={2}
                title={textIn(name, lang)}
                href={`/plugins/${plugin.id}`}
                top={link && <Badge kind="primary">{t('resident.plugins.linked')}</Badge>}
                text={textIn(summary, lang)}
                facts={[
                  [t('resident.plugins.operator'), textIn(operator.name, lang)],
                  ...(link ? ([[t('resident.plugins.until'), <MomentText key="until" at={link.until} />]] as const) : []),
                ]}
              />
            )
          })}
        </CardList>
      )}
    </ResidentPage>
  )
}
