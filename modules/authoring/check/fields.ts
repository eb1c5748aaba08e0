/** Which field of the form a finding is about: that which stands last before it in the file. */
import type { CheckedService, Finding } from '@dpg/definitions'
import type { ListName, RuleForm } from '../contract.ts'
import { COLUMNS, HEAD } from '../form/columns.ts'

interface Mark {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly field: string | null
}

const known = new WeakMap<RuleForm, (finding: Finding) => string | null>()

export function fieldFinder(form: RuleForm, checked: CheckedService, slug: string): (finding: Finding) => string | null {
  const made = known.get(form) ?? make(form, checked, slug)
  known.set(form, made)
  return made
}

function make(form: RuleForm, { sources, id }: CheckedService, slug: string): (finding: Finding) => string | null {
  const marks: Mark[] = []
  const mark = (
    kind: 'service' | 'cases' | 'parameter',
    of: string,
    path: readonly (string | number)[],
    field: string | null,
  ) => {
    const place = sources.place(kind, of, path)
    marks.push({ file: place.file, line: place.line, column: place.column ?? 1, field })
  }
  for (const key of Object.keys((sources.written('service', id) as object | undefined) ?? {})) mark('service', id, [key], null)
  for (const { name, path } of HEAD) if (reaches(sources.written('service', id), path)) mark('service', id, path, `head.${name}`)
  const items = (list: ListName, kind: 'service' | 'cases', root: readonly (string | number)[]) =>
    form[list].forEach((_, i) => {
      const item = valueAt(sources.written(kind, id), [...root, i])
      mark(kind, id, [...root, i], `${list}.${i}.${list === 'criteria' ? 'id' : list === 'steps' ? 'let' : 'name'}`)
      for (const { name, path } of COLUMNS[list])
        if (reaches(item, path)) mark(kind, id, [...root, i, ...path], `${list}.${i}.${name}`)
    })
  items('criteria', 'service', ['eligibility', 'criteria'])
  items('steps', 'service', ['amount', 'steps'])
  items('cases', 'cases', [])
  const seen = new Map<string, number>()
  form.figures.forEach((row, i) => {
    const parameter = row['parameter'] ?? ''
    const at = seen.get(parameter) ?? 0
    seen.set(parameter, at + 1)
    const item = valueAt(sources.written('parameter', parameter), ['values', at])
    mark('parameter', parameter, ['values', at], `figures.${i}.from`)
    for (const { name, path } of COLUMNS.figures)
      if (reaches(item, path)) mark('parameter', parameter, ['values', at, ...path], `figures.${i}.${name}`)
  })
  marks.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column))
  return ({ file, line, column = Number.MAX_SAFE_INTEGER }) => {
    const before = marks.filter((one) => one.file === file && (one.line < line || (one.line === line && one.column <= column)))
    const found = before.at(-1)?.field ?? null
    return file.startsWith(`services/${slug}/`) || file.startsWith('parameters/') ? found : null
  }
}

const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((one, step) => (one as Record<PropertyKey, unknown> | undefined | null)?.[step], value)

const reaches = (value: unknown, path: readonly string[]): boolean => valueAt(value, path) !== undefined
