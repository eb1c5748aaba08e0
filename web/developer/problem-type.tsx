/** What one problem type means: the page its URI leads to (RFC 9457 §3.1.1). */
import { Title } from '@dpg/ui'
import { DeveloperPage, type Frame } from './frame.tsx'

export function ProblemType({ frame, type }: { readonly frame: Frame; readonly type: string }) {
  const { t } = frame.asked
  const title = t(`problem.${type}.title`)
  return (
    <DeveloperPage frame={frame} title={title}>
      <Title title={title} over={<code>{type}</code>} lead={t(`problem.${type}.detail`)} />
      <p>{t('developer.problem.text')}</p>
    </DeveloperPage>
  )
}
