/** The `<h1>` of a page, what it belongs to above it, one sentence below. */
import type { ComponentChildren } from 'preact'

export interface TitleProps {
  readonly title: ComponentChildren
  /** Small words above: the agency, the step, the number. */
  readonly over?: ComponentChildren
  /** One or two sentences that say what one can do here. */
  readonly lead?: ComponentChildren
  /** Badges, dates. */
  readonly children?: ComponentChildren
}

export const Title = ({ title, over, lead, children }: TitleProps) => (
  <div class="page-title">
    {over && <p class="page-over">{over}</p>}
    <h1>{title}</h1>
    {lead && <p class="lead">{lead}</p>}
    {children && <div class="page-marks">{children}</div>}
  </div>
)
