/** On every page while somebody acts for another: for whom, how far, and how to stop. */
import { Button, Form, Icon } from '@dpg/ui'
import type { FrameAsked } from './frame.tsx'

export function ActingBanner({ asked }: { readonly asked: FrameAsked }) {
  const { t, principal } = asked
  const { acting } = principal
  if (!acting) return null
  const { services, facts } = acting.scope
  return (
    <section class="acting-banner" aria-label={t('resident.acting.label')}>
      <div class="frame">
        <Icon name="info" />
        <p>
          <strong>{t('resident.acting.for', { name: acting.forName })}</strong>
          <span>
            {t(services ? 'resident.acting.services' : 'resident.acting.all', { count: services?.length ?? 0 })}
            {facts && ` ${t('resident.acting.facts', { count: facts.length })}`}
          </span>
        </p>
        <p>
          <a href="/my/mandates">{t('resident.acting.how')}</a>
        </p>
        <Form action="/my/mandates/stop">
          <Button kind="secondary" size="small">
            {t('resident.acting.stop')}
          </Button>
        </Form>
      </div>
    </section>
  )
}
