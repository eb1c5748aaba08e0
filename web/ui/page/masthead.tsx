/** The line above everything: what this site is, and that it is no official one. */
import { Icon } from '../content/icon.tsx'
import { useReader } from '../reader.ts'

export function Masthead({ demo }: { readonly demo: boolean }) {
  const { t } = useReader()
  return (
    <aside id="krds-masthead" class={demo ? 'masthead masthead-demo' : 'masthead'} aria-label={t('ui.masthead.label')}>
      <p class="frame">
        <Icon name="info" />
        <span>
          {demo && <strong>{t('ui.masthead.demo')} </strong>}
          {t(demo ? 'ui.masthead.demoText' : 'ui.masthead.text')}
        </span>
      </p>
    </aside>
  )
}
