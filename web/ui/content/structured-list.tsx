/** Keys and values: what we know, where it comes from, how to change it. */
import type { ComponentChildren } from 'preact'

export interface StructuredItem {
  readonly key: string
  readonly value: ComponentChildren
  /** Where the value comes from, usually a `<FactSource>`. */
  readonly source?: ComponentChildren
  /** A link to change or contest it; screen readers hear the key with it. */
  readonly action?: { readonly href: string; readonly text: string }
}

export function StructuredList({ items }: { readonly items: readonly StructuredItem[] }) {
  return (
    <dl class="key-values">
      {items.map((item) => (
        <div key={item.key}>
          <dt>{item.key}</dt>
          <dd>
            <div>{item.value}</div>
            {item.source && <div class="value-source">{item.source}</div>}
          </dd>
          {item.action && (
            <dd class="value-action">
              <a href={item.action.href}>
                {item.action.text}
                <span class="sr-only"> ({item.key})</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
