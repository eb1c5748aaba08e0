/** Nothing here: says why, and what one can do. */
import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'

export const EmptyState = ({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) => (
  <div class="empty-state">
    <Icon name="empty" />
    <p class="empty-title">{title}</p>
    {children}
  </div>
)
