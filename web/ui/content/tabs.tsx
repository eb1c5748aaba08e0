/** Views of one thing, each with its own address: links, not scripts. */
import { useReader } from '../reader.ts'
import { formatNumber } from './formats.ts'

export interface Tab {
  readonly label: string
  readonly href: string
  readonly current?: boolean
  readonly count?: number
}

export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const { lang, t } = useReader()
  return (
    <nav class="krds-tab-area" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <a href={tab.href} aria-current={tab.current ? 'page' : undefined}>
              {tab.label}
              {tab.count !== undefined && (
                <span class="count">
                  {formatNumber(tab.count, lang)}
                  <span class="sr-only">{t('ui.tabs.count')}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
