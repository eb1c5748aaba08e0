/** From a page to the text that is sent. */
import type { JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** A whole HTML document; `page` is a `<Page>`. Give it to the kernel as `{ html: render(page) }`. */
export const render = (page: JSX.Element): string => `<!doctype html>${renderToString(page)}`

/** A piece of HTML, for tests and for islands that are drawn on the server first. */
export const renderPart = (part: JSX.Element): string => renderToString(part)
