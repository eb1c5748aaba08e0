/** Pages of a list by number. */
import { useReader } from '../reader.ts'

export interface PaginationProps {
  /** From 1. */
  readonly page: number
  readonly pages: number
  readonly href: (page: number) => string
}

/** Draws nothing for one page. */
export function Pagination({ page, pages, href }: PaginationProps) {
  const { t } = useReader()
  if (pages <= 1) return null
  return (
    <nav class="krds-pagination" aria-label={t('ui.pages')}>
      {page > 1 && (
        <a class="page-navi" href={href(page - 1)} rel="prev">
          {t('ui.pages.previous')}
        </a>
      )}
      <ol>
        {shownPages(page, pages).map((one) =>
          typeof one === 'string' ? (
            <li key={one} class="page-gap">
              …
            </li>
          ) : (
            <li key={one}>
              <a href={href(one)} aria-current={one === page ? 'page' : undefined}>
                <span class="sr-only">{t('ui.pages.page')} </span>
                {one}
              </a>
            </li>
          ),
        )}
      </ol>
      {page < pages && (
        <a class="page-navi" href={href(page + 1)} rel="next">
          {t('ui.pages.next')}
        </a>
      )}
    </nav>
  )
}

/** First, last, and those around the current one; gaps are strings so that they can be keys. */
export function shownPages(page: number, pages: number): (number | string)[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((one) => one >= 1 && one <= pages)
  const numbers = [...new Set(wanted)].sort((a, b) => a - b)
  return numbers.flatMap((one, at) => {
    const before = numbers[at - 1] ?? 0
    if (one - before === 2) return [one - 1, one]
    return one - before > 2 ? [`gap-${one}`, one] : [one]
  })
}
