/** Services of outside platforms beside those of offices: who runs each is said first. */
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import type { FoundService } from '@dpg/plugins/contract'
import { Badge, Card, CardList } from '@dpg/ui'

export interface FoundProps {
  readonly found: readonly FoundService[]
  readonly t: Translate
  readonly lang: Lang
}

export function Found({ found, t, lang }: FoundProps) {
  return (
    <CardList>
      {found.map((one) => (
        <Card
          key={`${one.plugin}/${one.id}`}
          title={textIn(one.title, lang)}
          href={one.url}
          newTab={t('resident.plugins.beside')}
          top={<Badge kind="information">{t('resident.plugins.outside')}</Badge>}
          text={textIn(one.summary, lang)}
          facts={[
            [
              t('resident.plugins.platform'),
              <a key="platform" href={`/plugins/${one.plugin}`}>
                {textIn(one.pluginName, lang)}
              </a>,
            ],
            [t('resident.plugins.operator'), textIn(one.operator, lang)],
          ]}
        />
      ))}
    </CardList>
  )
}

/** Under the results of a search; nothing when there are none. */
export function FoundOutside(props: FoundProps) {
  if (props.found.length === 0) return null
  return (
    <section aria-labelledby="outside">
      <h2 id="outside">{props.t('resident.plugins.found')}</h2>
      <Found {...props} />
    </section>
  )
}
