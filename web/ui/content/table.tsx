/** A table that becomes a list of cards on a narrow screen; stays a table for screen readers. */
// biome-ignore-all lint/a11y/noRedundantRoles: a table drawn as blocks loses its meaning in some browsers
import type { ComponentChildren } from 'preact'

export interface Column<Row> {
  readonly key: string
  readonly label: string
  readonly cell: (row: Row) => ComponentChildren
  /** Right-aligned figures. */
  readonly numeric?: boolean
  /** Names the row; usually the first column. */
  readonly isRowHeader?: boolean
}

export interface TableProps<Row> {
  readonly caption: string
  readonly hideCaption?: boolean
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
}

export function Table<Row>({ caption, hideCaption, columns, rows, rowKey }: TableProps<Row>) {
  return (
    <table class="krds-table" role="table">
      <caption class={hideCaption ? 'sr-only' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.key} scope="col" role="columnheader" class={column.numeric ? 'number' : undefined}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const content = column.cell(row)
  if (column.isRowHeader)
    return (
      <th scope="row" role="rowheader">
        {content}
      </th>
    )
  return (
    <td role="cell" data-label={column.label} class={column.numeric ? 'number' : undefined}>
      {content}
    </td>
  )
}
