/** What would turn a "no", and what goes or does not go together: the words a resident reads, where an official explains. */
import { relationInWords, remedyInWords } from '@dpg/benefits/browser'
import type { RelationInWords, RemedyInWords } from '@dpg/benefits/contract'
import type { OfficerCaseView } from '@dpg/casework/contract'
import { textIn } from '@dpg/kernel'
import { Icon, LawRef, Notice } from '@dpg/ui'
import type { OfficerContracts } from './contracts.ts'
import type { Frame } from './frame.tsx'

export interface Outlook {
  readonly remedy: RemedyInWords | undefined
  readonly relations: readonly RelationInWords[]
}

export function outlookOf(
  { catalogue, directory }: Pick<OfficerContracts, 'catalogue' | 'directory'>,
  { assessment }: Pick<OfficerCaseView, 'assessment'>,
  { lang, t }: Pick<Frame['asked'], 'lang' | 't'>,
): Outlook {
  if (!assessment) return { remedy: undefined, relations: [] }
  const { remedy, relations } = assessment
  const snapshot = catalogue.current()
  const words = { lang, t, area: (code: string) => directory.area(code) }
  const services = {
    hasService: (id: string) => snapshot.service(id) !== undefined,
    title: (id: string) => textIn(snapshot.service(id)?.title ?? { ko: id }, lang),
  }
  return {
    remedy: remedy ? remedyInWords(remedy, snapshot.pack.facts, words) : undefined,
    relations: relations.flatMap((one) => relationInWords(one, services, words)),
  }
}

export function OutlookParts({ outlook: { remedy, relations }, frame }: { readonly outlook: Outlook; readonly frame: Frame }) {
  const { t } = frame.asked
  return (
    <>
      {remedy && (
        <Notice title={t('officer.outlook.remedy')}>
          <p>{remedy.says}.</p>
          <ul>
            {remedy.changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </Notice>
      )}
      {relations.length > 0 && (
        <>
          <h3>{t('officer.outlook.relations')}</h3>
          <p class="hint">{t('officer.outlook.relations.text')}</p>
          <ul class="reasons">
            {relations.map(({ kind, service, says, law }) => (
              <li key={`${kind} ${service}`}>
                <Icon name={kind === 'excludes' ? 'warning' : 'info'} />
                <span>
                  {says}. {law && <LawRef law={law} />}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
