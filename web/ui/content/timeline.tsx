/** What happened and what comes next. */
import type { ComponentChildren } from 'preact'
import { useReader } from '../reader.ts'

export interface TimelineItem {
  readonly key: string
  readonly title: string
  /** When, usually a `<MomentText>`; absent for what has no date yet. */
  readonly at?: ComponentChildren
  readonly state: 'done' | 'current' | 'next'
  readonly children?: ComponentChildren
}

export function Timeline({ label, items }: { readonly label: string; readonly items: readonly TimelineItem[] }) {
  const { t } = useReader()
  return (
    <ol class="timeline" aria-label={label}>
      {items.map((item) => (
        <li key={item.key} class={`timeline-${item.state}`} aria-current={item.state === 'current' ? 'step' : undefined}>
          <p class="timeline-title">
            {item.title}
            <span class="sr-only"> ({t(`ui.timeline.${item.state}`)})</span>
          </p>
          {item.at && <p class="hint">{item.at}</p>}
          {item.children && <div class="timeline-body">{item.children}</div>}
        </li>
      ))}
    </ol>
  )
}
