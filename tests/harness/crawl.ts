/** All pages somebody can reach by links from where they start, a few of each kind. */
import type { Page } from './page.ts'
import type { Answer, Visitor } from './visitor.ts'

export type Reached = Answer & { readonly view: Page; readonly kind: string }

export interface CrawlOptions {
  readonly from: readonly string[]
  /** Pages of the same kind: the same address but for ids, and the same names in the query. */
  readonly most?: number
  readonly leaveOut?: RegExp
}

const SEGMENT = /^(case|ntc|doc|per|off|acc|rcp)_[0-9a-f-]+$|^[A-Z]{0,3}\d{6,}[A-Z\d]*$|^\d{4}-\d{4}/

/** `/my/cases/case_…?received=1` is of the kind `/my/cases/*?received`. */
export function kindOf(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://localhost')
  const segments = pathname.split('/').map((segment) => (SEGMENT.test(decodeURIComponent(segment)) ? '*' : segment))
  const names = [...new Set(searchParams.keys())].sort()
  return segments.join('/') + (names.length > 0 ? `?${names.join('&')}` : '')
}

export async function crawl(who: Visitor, { from, most = 1, leaveOut }: CrawlOptions): Promise<Reached[]> {
  const reached: Reached[] = []
  const seen = new Map<string, number>()
  const asked = new Set<string>()
  const queue = [...from]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = kindOf(path)
    if (asked.has(path) || (seen.get(kind) ?? 0) >= most || leaveOut?.test(path)) continue
    asked.add(path)
    const answer = await who.ask(path, { headers: { accept: 'text/html' } })
    const to = answer.headers.get('location')
    if (to !== null) queue.push(pathOf(to, path) ?? path)
    if (answer.status !== 200 || !(answer.headers.get('content-type') ?? '').startsWith('text/html')) continue
    seen.set(kind, (seen.get(kind) ?? 0) + 1)
    const view = answer.page()
    reached.push({ ...answer, view, kind })
    for (const { href } of view.links) {
      const next = pathOf(href, path)
      if (next !== undefined) queue.push(next)
    }
  }
  return reached
}

/** Undefined: leads to another site, to a file, or nowhere. */
function pathOf(href: string, base: string): string | undefined {
  const here = new URL(base, 'http://localhost')
  const to = URL.parse(href, here)
  if (to?.origin !== here.origin || to.pathname.startsWith('/assets/') || to.pathname.startsWith('/api/')) return undefined
  return to.pathname + to.search
}
