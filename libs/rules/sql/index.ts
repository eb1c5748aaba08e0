/** From rules to SQL for PostgreSQL and DuckDB: who is eligible, who may be, counts for many services. See README.md. */
export { createSql, type People, type Sql, type Statement } from './statement.ts'
export type { SqlValue } from './bound.ts'
export type { FactColumn } from './compiler.ts'
export { type Dialect, Unfit } from './text.ts'
