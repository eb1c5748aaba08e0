/** Where the answers are worked out, said on the page: on the reader's device, or, without script, on the server. */
import { Button, Details, Notice } from '@dpg/ui'
import type { CheckReader, CheckWorld } from './world.ts'

export interface PrivacyNoteProps {
  readonly world: Pick<CheckWorld, 't'>
  readonly reader: CheckReader
  /** On pages with results the whole has been read already. */
  readonly isShort: boolean
}

const STEPS = ['1', '2', '3'] as const

export function PrivacyNote({ world: { t }, reader, isShort }: PrivacyNoteProps) {
  if (reader.where === 'server')
    return (
      <p class="hint" data-private-note>
        {t('resident.private.server')}
      </p>
    )
  return (
    <div data-private-note>
      <Notice kind="success" title={t('resident.private.title')}>
        {!isShort && <p>{t('resident.private.text')}</p>}
        {!isShort && <p data-private-status role="status" />}
        <Details summary={t('resident.private.see')}>
          <ol>
            {STEPS.map((step) => (
              <li key={step}>{t(`resident.private.see.${step}`)}</li>
            ))}
          </ol>
          <p>{t('resident.private.looking')}</p>
          <p>
            {t('resident.private.keeps')} <a href="/check?offline=off">{t('resident.private.keeps.off')}</a>
          </p>
        </Details>
      </Notice>
    </div>
  )
}

/** Keeping and erasing answers is the island's business: the box has no name, so no form posts it. */
export const KeepOrErase = ({ world: { t } }: Pick<PrivacyNoteProps, 'world'>) => (
  <div class="keep-or-erase" data-private-only>
    <div class="krds-form-check">
      <input type="checkbox" id="private-keep" data-private-keep />
      <label for="private-keep">{t('resident.private.keep')}</label>
    </div>
    <span data-private-erase>
      <Button type="button" kind="tertiary" size="medium">
        {t('resident.private.erase')}
      </Button>
    </span>
  </div>
)
