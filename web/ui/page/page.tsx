/** A whole HTML document: masthead, header, breadcrumb, content, footer. No inline script, no inline style. */
import type { Lang } from '@dpg/kernel'
import type { ComponentChildren } from 'preact'
import { ASSETS } from '../assets.ts'
import { IslandLoader } from '../island.tsx'
import { type Preferences, type Reader, ReaderContext, readerIn } from '../reader.ts'
import { Breadcrumb, type Crumb } from './breadcrumb.tsx'
import { Footer, type FooterLink } from './footer.tsx'
import { Header, type NavItem, type SiteSearch, type UserMenu } from './header.tsx'
import { Masthead } from './masthead.tsx'

/** The part of a kernel request that a page needs; hand `asked` in as it is. */
export interface PageAsked {
  readonly lang: Lang
  readonly preferences: Preferences
  readonly url: URL
}

export interface PageProps {
  readonly asked: PageAsked
  /** Of the document; the page writes its own `<h1>`, usually the same words. */
  readonly title: string
  /** One or two sentences for search engines. */
  readonly description?: string
  /** Name of the portal, shown after the site's name: 공무원, 개발자. */
  readonly portal?: string
  /** Where the site's name leads; `/` unless told. */
  readonly home?: string
  readonly nav?: readonly NavItem[]
  readonly breadcrumb?: readonly Crumb[]
  readonly user?: UserMenu
  readonly search?: SiteSearch
  /** Demonstration mode: said at the top of the page. */
  readonly demo?: boolean
  /** Puts `오류:` before the title so that a screen reader says it first. */
  readonly hasErrors?: boolean
  /** `read`: a column for reading and forms; `wide`: lists, tables, work screens. */
  readonly layout?: 'read' | 'wide'
  /** Stands on every page between header and content: in whose place one is. */
  readonly above?: ComponentChildren
  readonly footerLinks?: readonly FooterLink[]
  /** Keep out of search engines; everything behind a sign-in. */
  readonly isPrivate?: boolean
  readonly children?: ComponentChildren
  /** Content that was drawn before, with `renderPart`, in place of children: the same words for everybody are drawn once. */
  readonly drawn?: string
}

export function Page(props: PageProps) {
  const { asked } = props
  const reader = readerIn(asked.lang)
  const contrast = asked.preferences.contrast === 'high' ? 'high-contrast' : undefined
  return (
    <ReaderContext.Provider value={reader}>
      <html lang={asked.lang} data-krds-mode={contrast} data-size={asked.preferences.size}>
        <Head {...props} reader={reader} />
        <body>
          <a class="skip-link" href="#main">
            {reader.t('ui.skip')}
          </a>
          <Masthead demo={props.demo ?? false} />
          <Header {...props} />
          {props.above}
          <div class="frame">
            {props.breadcrumb && <Breadcrumb crumbs={props.breadcrumb} />}
            <main
              id="main"
              class={`main main-${props.layout ?? 'read'}`}
              tabIndex={-1}
              {...(props.drawn === undefined
                ? { children: props.children }
                : { dangerouslySetInnerHTML: { __html: props.drawn } })}
            />
          </div>
          <Footer demo={props.demo ?? false} links={props.footerLinks ?? []} />
          <link rel="stylesheet" href={ASSETS.fonts} />
          <IslandLoader />
        </body>
      </html>
    </ReaderContext.Provider>
  )
}

function Head({ title, description, hasErrors, isPrivate, portal, asked, reader }: PageProps & { readonly reader: Reader }) {
  const { t } = reader
  const site = portal ? `${t('ui.site')} ${portal}` : t('ui.site')
  const error = hasErrors ? `${t('ui.error.titlePrefix')} ` : ''
  return (
    <head>
      <meta charset="utf-8" />
      <title>{`${error}${title} | ${site}`}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content={asked.preferences.contrast === 'high' ? 'dark' : 'light'} />
      {description && <meta name="description" content={description} />}
      {isPrivate && <meta name="robots" content="noindex" />}
      <link rel="stylesheet" href={ASSETS.css} />
      <link rel="icon" type="image/svg+xml" href={ASSETS.icon} />
    </head>
  )
}
