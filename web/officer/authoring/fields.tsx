/** Fields of the editors: each bears its place in the form as its name, and says what is wrong with it. */
import type { DraftView, ListName, Row } from '@dpg/authoring/contract'
import { Button, Select, TextField } from '@dpg/ui'
import type { ComponentChildren } from 'preact'
import type { Frame } from '../frame.tsx'

type T = Frame['asked']['t']

/** Rows as they were typed, where they could not be saved; else those of the form. */
export function rowsOf(list: ListName, draft: DraftView, typed: Readonly<Record<string, string>> | undefined): readonly Row[] {
  const own = draft.form?.[list] ?? []
  if (!typed) return own
  const rows = new Map<number, Record<string, string>>()
  for (const [name, value] of Object.entries(typed)) {
    const [at, index, field] = name.split('.')
    if (at !== list || index === undefined || field === undefined) continue
    rows.set(Number(index), { ...rows.get(Number(index)), [field]: value })
  }
  return rows.size === 0 ? own : [...rows].sort(([a], [b]) => a - b).map(([, row]) => row)
}

export interface CellProps {
  readonly draft: DraftView
  readonly t: T
  readonly list: ListName
  readonly index: number
  readonly row: Row
  readonly name: string
  readonly rows?: number
  readonly hint?: string
  readonly optional?: boolean
  readonly width?: 'full' | 'medium' | 'short'
  /** A label of its own, where the field's name says too little. */
  readonly label?: string
}

/** One field of one row. */
export function Cell({ draft, t, list, index, row, name, label, ...look }: CellProps) {
  const field = `${list}.${index}.${name}`
  return (
    <TextField
      {...look}
      name={field}
      label={label ?? t(`officer.authoring.field.${name}`)}
      value={row[name] ?? ''}
      maxLength={40_000}
      error={errorAt(draft, field, t)}
    />
  )
}

export function Choice({ draft, t, list, index, row, name, options }: CellProps & { readonly options: readonly string[] }) {
  const field = `${list}.${index}.${name}`
  return (
    <Select
      name={field}
      label={t(`officer.authoring.field.${name}`)}
      value={row[name] ?? ''}
      placeholder={t('officer.authoring.notSaid')}
      options={options.map((value) => ({ value, label: t(`officer.authoring.value.${value}`) }))}
      error={errorAt(draft, field, t)}
      optional
    />
  )
}

/** What is wrong with a field, with its place and remedy. */
export function errorAt({ report }: DraftView, field: string, t: T): string | undefined {
  const finding = report.findings.find((one) => one.field === field && one.level === 'error')
  if (!finding) return undefined
  const place = finding.at ? ` (${t('officer.authoring.at', { line: finding.at.line, column: finding.at.column })})` : ''
  return `${finding.message}${place} ${finding.remedy}`
}

export const isWrong = ({ report }: DraftView, prefix: string): boolean =>
  report.findings.some(
    ({ field, level }) => level === 'error' && field !== null && (field === prefix || field.startsWith(`${prefix}.`)),
  )

/** Which item a row was read from. */
export const Was = ({ list, index, row }: { readonly list: ListName; readonly index: number; readonly row: Row }) => (
  <>
    <input type="hidden" name={`${list}.${index}.was`} value={row['was'] ?? ''} />
    {row['parameter'] !== undefined && <input type="hidden" name={`${list}.${index}.parameter`} value={row['parameter']} />}
  </>
)

/** Up, down, copy, remove: each saves what was typed first. */
export function RowButtons({
  list,
  index,
  of = 0,
  t,
  copy,
  name,
  children,
}: {
  readonly list: ListName
  readonly index: number
  /** How many rows there are, where their order matters. */
  readonly of?: number
  readonly t: T
  readonly copy?: boolean
  readonly name: string
  /** What else may be done with it. */
  readonly children?: ComponentChildren
}) {
  const button = (what: 'up' | 'down' | 'copy' | 'remove') => (
    <Button key={what} kind="text" size="small" name="do" value={`${what}:${list}:${index}`}>
      {t(`officer.authoring.do.${what}`)}
      <span class="sr-only"> {name}</span>
    </Button>
  )
  return (
    <div class="button-row authoring-row-buttons">
      {children}
      {of > 0 && index > 0 && button('up')}
      {index < of - 1 && button('down')}
      {copy && button('copy')}
      {button('remove')}
    </div>
  )
}

const LETTERS_A_LINE = 68
const MOST_LINES = 14

/** Lines that an expression takes, so that all of it is seen, with one to go on writing in. */
export function linesOf(text = ''): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LETTERS_A_LINE)), 0)
  return Math.min(MOST_LINES, lines + 1)
}
