/** The way from home to here; the last crumb is the page itself. */
import { useReader } from '../reader.ts'

export interface Crumb {
  readonly label: string
  /** Absent on the page itself. */
  readonly href?: string
}

export function Breadcrumb({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  const { t } = useReader()
  return (
    <nav class="krds-breadcrumb-wrap" aria-label={t('ui.breadcrumb')}>
      <ol class="breadcrumb">
        {crumbs.map((crumb) => (
          <li key={crumb.label}>
            {crumb.href ? <a href={crumb.href}>{crumb.label}</a> : <span aria-current="page">{crumb.label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
