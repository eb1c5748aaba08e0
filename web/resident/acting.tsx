/** On every page while somebody acts for another: for whom, how far, and how to stop. */
import { Button, Form, Icon } from '@dpg/ui'
import { ownerOf } from '@dpg/kernel'
import type { FrameAsked } from './frame.tsx'

/** What stays one's own whoever one acts for: what was seen of oneself, found for oneself, agreed to by oneself; and one's account. */
const OWN = ['trace', 'benefits', 'consents', 'settings']
function isOwn({ url, principal }: FrameAsked): boolean {
  const [, my, page = ''] = url.pathname.split('/')
  // Of a company its representative reads the trace.
  const isCompanys = page === 'trace' && ownerOf(principal) !== principal.person
  return principal.displayName !== undefined && my === 'my' && OWN.includes(page) && !isCompanys
}

export function ActingBanner({ asked }: { readonly asked: FrameAsked }) {
  const { t, principal } = asked
  const { acting } = principal
  if (!acting) return null
  const { services, facts } = acting.scope
  const isCompany = acting.kind === 'delegate'
  return (
    <section class="acting-banner" aria-label={t('resident.acting.label')}>
      <div class="frame">
        <Icon name="info" />
        <p>
          <strong>{t(isCompany ? 'resident.acting.forCompany' : 'resident.acting.for', { name: acting.forName })}</strong>
          <span>
            {isOwn(asked) ? (
              t('resident.acting.own', { name: principal.displayName ?? '' })
            ) : (
              <>
                {t(services ? 'resident.acting.services' : isCompany ? 'resident.acting.allOfCompany' : 'resident.acting.all', {
                  count: services?.length ?? 0,
                })}
                {facts && ` ${t('resident.acting.facts', { count: facts.length })}`}
              </>
            )}
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
