/** A refusal or a failure, for people: what happened, what to do next, the number to quote. */
import type { ComponentChildren } from 'preact'
import { Title } from '../content/title.tsx'
import { ButtonLink } from '../form/button.tsx'
import { useReader } from '../reader.ts'
import { Page, type PageProps } from './page.tsx'

export interface ProblemPageProps extends Omit<PageProps, 'title' | 'children'> {
  /** What the portal can offer: a way in, a search. Stands before the way home. */
  readonly offer?: ComponentChildren
  /** RFC 9457 members, in the reader's language. */
  readonly problem: {
    readonly title: string
    readonly detail: string
    readonly status: number
    readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
  }
  readonly requestId: string
}

export const ProblemPage = ({ problem, requestId, offer, ...page }: ProblemPageProps) => (
  <Page {...page} title={problem.title} isPrivate>
    <Title title={problem.title} lead={problem.detail} />
    {offer}
    <Next problem={problem} requestId={requestId} home={page.home ?? '/'} />
  </Page>
)

function Next({ problem, requestId, home }: Pick<ProblemPageProps, 'problem' | 'requestId'> & { readonly home: string }) {
  const { t } = useReader()
  return (
    <>
      {problem.errors && problem.errors.length > 0 && (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.pointer}>
              <code>{error.pointer}</code> {error.detail}
            </li>
          ))}
        </ul>
      )}
      <ButtonLink href={home} kind="secondary">
        {t('ui.problem.home')}
      </ButtonLink>
      <p class="hint">{t('ui.problem.quote', { status: problem.status, id: requestId })}</p>
    </>
  )
}
