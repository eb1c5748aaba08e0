/** Files as evidence: what is wanted and why, what is there already, and the field to hand more in. */
import type { UploadView } from '@dpg/casework/contract'
import type { Translate } from '@dpg/kernel'
import { errorOf, FileField, type FormError, formatBytes } from '@dpg/ui'
import { FILE_PREFIX } from './posted.ts'

const ENDINGS: Readonly<Record<string, string>> = { 'application/pdf': 'PDF', 'image/jpeg': 'JPEG', 'image/png': 'PNG' }

export interface UploadsProps {
  readonly uploads: readonly UploadView[]
  readonly errors: readonly FormError[]
  readonly t: Translate
}

/** Stands inside a form that uploads. */
export const Uploads = ({ uploads, errors, t }: UploadsProps) => (
  <>
    {uploads.map((upload) => (
      <Upload key={upload.need} upload={upload} errors={errors} t={t} />
    ))}
  </>
)

function Upload({ upload, errors, t }: Pick<UploadsProps, 'errors' | 't'> & { readonly upload: UploadView }) {
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
                {name} <span class="hint">{formatBytes(bytes)}</span>
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
