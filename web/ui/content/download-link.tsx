/** A file to keep, with its format and size. */
import { useReader } from '../reader.ts'
import { formatBytes } from './formats.ts'
import { Icon } from './icon.tsx'

export interface DownloadLinkProps {
  readonly href: string
  readonly label: string
  /** PDF, HTML, JSON … */
  readonly format: string
  readonly bytes?: number
}

export function DownloadLink({ href, label, format, bytes }: DownloadLinkProps) {
  const { t } = useReader()
  return (
    <a class="download" href={href} download>
      <Icon name="download" />
      <span>
        <span class="download-label">{label}</span>{' '}
        <span class="hint">
          {t('ui.download')} {format}
          {bytes !== undefined && `, ${formatBytes(bytes)}`}
        </span>
      </span>
    </a>
  )
}
