/** A refusal, drawn for a person in the frame of the portal. */
import type { Problem } from '@dpg/kernel'
import { ProblemPage, render } from '@dpg/ui'
import type { FrameAsked } from './frame.tsx'

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
      user:
        asked.principal.kind === 'anonymous'
          ? { signInHref: '/signin' }
          : { name: asked.principal.displayName ?? '', signOutHref: '/signout' },
    }),
  )
