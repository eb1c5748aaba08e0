/** The definition as text, for what no form shows. */
import { TextField } from '@dpg/ui'
import type { DraftPageProps } from './asked.ts'
import { Editor } from './editor.tsx'

export function SourcePage(page: DraftPageProps) {
  const { draft, frame, typed } = page
  const { t } = frame.asked
  return (
    <Editor {...page} tab="source" lists="files">
      <section>
        <h2>{t('officer.authoring.tab.source')}</h2>
        <p>{t('officer.authoring.sourceHelp')}</p>
        {draft.files.map(({ path, text }) => {
          const wrong = draft.report.findings.find((one) => one.file === path && one.level === 'error')
          return (
            <TextField
              key={path}
              name={`file:${path}`}
              label={path}
              value={typed?.[`file:${path}`] ?? text}
              rows={18}
              maxLength={400_000}
              error={wrong && `${t('officer.authoring.line', { line: wrong.line })}: ${wrong.message} ${wrong.remedy}`}
            />
          )
        })}
      </section>
    </Editor>
  )
}
