/** What exactly would be known, sent and told; then yes. What is needed is said, the rest is ticked or not. */
import { textIn } from '@dpg/kernel'
import type { Manifest } from '@dpg/plugins/contract'
import { Button, ButtonRow, Checkboxes, Form, LawRef, StructuredList } from '@dpg/ui'
import type { Frame } from '../frame.tsx'
import { toldKey } from './words.ts'

export interface LinkFormProps {
  readonly frame: Frame
  readonly id: string
  readonly manifest: Manifest
  readonly names: { fact(id: string): string }
}

export function LinkForm({ frame, id, manifest, names }: LinkFormProps) {
  const { t, lang } = frame.asked
  const { facts, notices, events, isSensitive } = manifest
  const name = textIn(manifest.name, lang)
  const told = (fact: Manifest['facts']['asks'][number]) => t(toldKey(fact), { fact: names.fact(fact.fact) })
  const needed = facts.asks.filter(({ isNeeded }) => isNeeded)
  const free = facts.asks.filter(({ isNeeded }) => !isNeeded)
  return (
    <section aria-labelledby="link">
      <h2 id="link">{t('resident.plugins.link', { name })}</h2>
      <p>{t(isSensitive ? 'resident.plugins.linkSensitive' : 'resident.plugins.linkLead')}</p>
      {needed.length > 0 && (
        <>
          <h3>{t('resident.plugins.needed')}</h3>
          <StructuredList
            items={needed.map((fact) => ({
              key: told(fact),
              value: textIn(fact.why, lang),
              source: <LawRef law={fact.law} />,
            }))}
          />
        </>
      )}
      <Form action={`/plugins/${id}/link`}>
        {free.length > 0 && (
          <Checkboxes
            name="facts"
            label={t('resident.plugins.free')}
            optional
            options={free.map((fact) => ({
              value: fact.fact,
              label: told(fact),
              hint: (
                <>
                  {textIn(fact.why, lang)} · <LawRef law={fact.law} />
                </>
              ),
            }))}
          />
        )}
        {notices.length > 0 && (
          <Checkboxes
            name="notices"
            label={t('resident.plugins.notices')}
            optional
            options={notices.map(({ kind, title }) => ({ value: kind, label: textIn(title, lang) }))}
          />
        )}
        {events && events.kinds.length > 0 && (
          <Checkboxes
            name="events"
            label={t('resident.plugins.events')}
            optional
            options={events.kinds.map((kind) => ({ value: kind, label: t(`resident.plugins.event.${kind}`) }))}
          />
        )}
        <p class="hint">{t('resident.plugins.canLeave')}</p>
        <ButtonRow>
          <Button>{t('resident.plugins.agree')}</Button>
        </ButtonRow>
      </Form>
    </section>
  )
}
