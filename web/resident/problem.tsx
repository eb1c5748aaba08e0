/** A refusal, drawn for a person in the frame of the portal, with what one can do about it. */
import type { Problem } from '@dpg/kernel'
import { ButtonLink, ProblemPage, render } from '@dpg/ui'
import { ActingBanner } from './acting.tsx'
import { type FrameAsked, footerOf, navOf, userOf } from './frame.tsx'

type Drawn = Pick<Problem, 'status' | 'errors'> & { readonly title: string; readonly detail: string }

/** What the server's HTTP border draws instead of JSON when a page was asked for. */
export const problemPage = (isDemo: boolean) => (problem: Drawn, asked: FrameAsked & { readonly requestId: string }) =>
  render(
    ProblemPage({
      asked,
      demo: isDemo,
      problem,
      requestId: asked.requestId,
      search: { action: '/services' },
      above: <ActingBanner asked={asked} />,
      nav: navOf({ asked, unread: 0 }),
      user: userOf({ asked, isDemo }),
      footerLinks: footerOf({ asked }),
      offer: <Offer status={problem.status} asked={asked} />,
    }),
  )

function Offer({ status, asked }: { readonly status: number; readonly asked: FrameAsked }) {
  const { t, principal } = asked
  if (status === 404) return <p>{t('resident.problem.404')}</p>
  if (status >= 500) return <p>{t('resident.problem.500')}</p>
  if (status === 401 || (status === 403 && principal.kind === 'anonymous'))
    return (
      <>
        <p>{t('resident.problem.401')}</p>
        <ButtonLink href="/signin">{t('resident.home.signIn.go')}</ButtonLink>
      </>
    )
  if (status === 403)
    return (
      <>
        <p>{t('resident.problem.403')}</p>
        <ButtonLink href="/signin" kind="secondary">
          {t('resident.problem.403.go')}
        </ButtonLink>
      </>
    )
  return null
}
