/** The page on which a site asks who one is: whoever is not signed in sees the same but for a few words, and everybody begins with it. */
import { drawBlank, render } from '@dpg/ui'
import { createKept } from '../service/kept.ts'
import { actionOf, SiteSignIn, type SiteSignInProps } from './site.tsx'

/** Every language and look, when ways in have changed too. */
const MOST_KEPT = 100
const WORDS = ['uid', 'title', 'operator', 'challenge'] as const
type Words = Readonly<Record<(typeof WORDS)[number], string>>

export function createSiteSignIn(): (props: Omit<SiteSignInProps, 'title'>) => string {
  const kept = createKept<(words: Words) => string>(MOST_KEPT)
  return (props) => {
    const { frame, uid, request, ways } = props
    const { t, url, preferences, principal } = frame.asked
    const { site, question } = request
    const title = t('resident.site.title', { site: site.name })
    if (principal.kind !== 'anonymous' || url.search !== '') return render(<SiteSignIn {...props} title={title} />)
    // All that the page depends on but its words.
    const name = JSON.stringify([preferences, ways, { ...question.options, challenge: '' }])
    const fill = kept(name, () => drawBlank<Words>(WORDS, (marks) => <SiteSignIn {...props} {...withWords(props, marks)} />))
    return fill({ uid, title, operator: site.operator, challenge: question.id })
  }
}

function withWords({ frame, request }: Pick<SiteSignInProps, 'frame' | 'request'>, { uid, title, operator, challenge }: Words) {
  const { site, question } = request
  return {
    uid,
    title,
    frame: { ...frame, asked: { ...frame.asked, url: new URL(actionOf(uid), frame.asked.url) } },
    request: {
      ...request,
      site: { ...site, operator },
      question: { id: challenge, options: { ...question.options, challenge } },
    },
  }
}
