/** Upload: the browser's own control, which works by keyboard and without script. The form needs `upload`. */
import { described, Field, type FieldProps, fieldId } from './field.tsx'

export interface FileFieldProps extends FieldProps {
  /** MIME types or endings: `.pdf,image/*`. */
  readonly accept?: string
  readonly multiple?: boolean
}

export function FileField({ accept, multiple, ...field }: FileFieldProps) {
  return (
    <Field {...field}>
      <input
        class="file"
        type="file"
        id={fieldId(field.name)}
        name={field.name}
        accept={accept}
        multiple={multiple}
        {...described(field)}
      />
    </Field>
  )
}
