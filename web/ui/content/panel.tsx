/** It is done: what was done, and the number to keep. */
import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'

export interface PanelProps {
  readonly title: string
  /** 1 unless told: it stands in place of `Title`. */
  readonly level?: 1 | 2
  readonly children?: ComponentChildren
}

export function Panel({ title, level = 1, children }: PanelProps) {
  const Heading = `h${level}` as const
  return (
    <div class="panel">
      <Icon name="success" />
      <Heading>{title}</Heading>
      {children && <div class="panel-body">{children}</div>}
    </div>
  )
}
