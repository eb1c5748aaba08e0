/** Keys and values: what we know, where it comes from, how to change it. */
import type { ComponentChildren } from 'preact'

export interface StructuredItem {
  readonly key: string
  readonly value: ComponentChildren
  /** Where the value comes from, usually a `<FactSource>`. */
  readonly source?: ComponentChildren
  /** A link to change it; `label` says what (“생년월일 고치기”). */
  readonly action?: { readonly href: string; readonly label: string; readonly text: string }
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
              <a href={item.action.href} aria-label={item.action.label}>
                {item.action.text}
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
