/** Something to know before going on. The kind is said in words too, not only by colour. */
import type { ComponentChildren } from 'preact'
import { useReader } from '../reader.ts'
import { Icon } from './icon.tsx'

export interface NoticeProps {
  readonly kind?: 'info' | 'warning' | 'danger' | 'success'
  readonly title?: string
  /** The answer to what the reader just did: read out at once. */
  readonly isAnswer?: boolean
  readonly children?: ComponentChildren
}

export function Notice({ kind = 'info', title, isAnswer, children }: NoticeProps) {
  const { t } = useReader()
  return (
    <div class={`notice notice-${kind}`} role={isAnswer ? 'status' : undefined}>
      <Icon name={kind} />
      <div>
        <span class="sr-only">{t(`ui.notice.${kind}`)} </span>
        {title && <p class="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  )
}
