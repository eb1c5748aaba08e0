/** Files as evidence: what is wanted and why, what is there already, and the field to hand more in. */
import type { UploadView } from '@dpg/casework/contract'
import type { Translate } from '@dpg/kernel'
import { Button, errorOf, FileField, type FormError, formatBytes } from '@dpg/ui'
import { FILE_PREFIX } from './posted.ts'

const ENDINGS: Readonly<Record<string, string>> = { 'application/pdf': 'PDF', 'image/jpeg': 'JPEG', 'image/png': 'PNG' }

export interface UploadsProps {
  readonly uploads: readonly UploadView[]
  readonly errors: readonly FormError[]
  readonly t: Translate
  /** Where a file that was handed in can be had again; absent while it is part of a draft. */
  readonly fileAt?: (id: string) => string
  /** While it is part of a draft a file can be taken back: a button of the form, `remove`. */
  readonly canRemove?: boolean
}

/** Stands inside a form that uploads. */
export const Uploads = ({ uploads, ...rest }: UploadsProps) => (
  <>
    {uploads.map((upload) => (
      <Upload key={upload.need} upload={upload} {...rest} />
    ))}
  </>
)

function Upload({ upload, errors, t, fileAt, canRemove }: Omit<UploadsProps, 'uploads'> & { readonly upload: UploadView }) {
  const { need, title, why, accepts, maxBytes, maxFiles, files } = upload
  const left = maxFiles - files.length
  const kinds = accepts.map((type) => ENDINGS[type] ?? type).join(', ')
  return (
    <div class="upload">
      {files.length > 0 && (
        <>
          <p>
            <strong>{t('resident.my.upload.there', { title })}</strong>
          </p>
          <ul>
            {files.map(({ id, name, bytes }) => (
              <li key={id}>
                {fileAt ? <a href={fileAt(id)}>{name}</a> : name} <span class="hint">{formatBytes(bytes)}</span>
                {canRemove && (
                  <Button name="remove" value={id} kind="text" size="small">
                    {t('resident.my.upload.remove')}
                    <span class="sr-only">: {name}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {left > 0 ? (
        <FileField
          name={`${FILE_PREFIX}${need}`}
          label={files.length > 0 ? t('resident.my.upload.more', { title }) : title}
          hint={
            <>
              {why && <p>{why}</p>}
              <p>{t('resident.my.upload.hint', { kinds, size: formatBytes(maxBytes), count: left })}</p>
            </>
          }
          accept={accepts.join(',')}
          multiple={left > 1}
          error={errorOf(errors, `${FILE_PREFIX}${need}`)}
        />
      ) : (
        <p class="hint">{t('resident.my.upload.full')}</p>
      )}
    </div>
  )
}
