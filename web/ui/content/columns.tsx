/** Content with something beside it; below it on a narrow screen. */
import type { ComponentChildren } from 'preact'

export interface ColumnsProps {
  readonly aside: ComponentChildren
  /** Name of the part beside, for screen readers. */
  readonly asideLabel: string
  /** Filters stand first, everything else after the content. */
  readonly asideFirst?: boolean
  readonly children: ComponentChildren
}

export function Columns({ aside, asideLabel, asideFirst, children }: ColumnsProps) {
  const beside = (
    <section class="columns-aside" aria-label={asideLabel}>
      {aside}
    </section>
  )
  return (
    <div class={asideFirst ? 'columns columns-aside-first' : 'columns'}>
      {asideFirst && beside}
      <div class="columns-main">{children}</div>
      {!asideFirst && beside}
    </div>
  )
}
