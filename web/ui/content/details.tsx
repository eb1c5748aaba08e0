/** More for those who want it; the browser opens it, with or without script. */
import type { ComponentChildren } from 'preact'

export interface DetailsProps {
  readonly summary: ComponentChildren
  readonly open?: boolean
  /** A row in a list of such (frequent questions) instead of a note in a text. */
  readonly asRow?: boolean
  readonly children: ComponentChildren
}

export const Details = ({ summary, open, asRow, children }: DetailsProps) => (
  <details class={asRow ? 'more more-row' : 'more'} open={open}>
    <summary>{summary}</summary>
    <div class="more-body">{children}</div>
  </details>
)
