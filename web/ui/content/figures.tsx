/** A few numbers that sum a page up, each a link when there is more behind it. */
import type { ComponentChildren } from 'preact'

export interface Figure {
  readonly label: string
  readonly value: ComponentChildren
  readonly href?: string
  readonly note?: string
}

export const Figures = ({ figures }: { readonly figures: readonly Figure[] }) => (
  <dl class="figures">
    {figures.map((figure) => (
      <div key={figure.label}>
        <dt>{figure.href ? <a href={figure.href}>{figure.label}</a> : figure.label}</dt>
        <dd>
          {figure.value}
          {figure.note && <span class="hint">{figure.note}</span>}
        </dd>
      </div>
    ))}
  </dl>
)
