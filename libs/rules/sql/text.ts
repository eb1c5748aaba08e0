/** Every text that enters a statement comes through here: identifiers, literals, casts of the two dialects. */

export type Dialect = 'postgres' | 'duckdb'

/** What cannot be said in SQL without a difference: `what` names it. */
export class Unfit extends Error {
  override readonly name = 'Unfit'
  readonly what: string
  constructor(what: string) {
    super(`No SQL for this: ${what}`)
    this.what = what
  }
}

const MAX_NAME = 63
const NUL = '\0'

/** A quoted identifier. Throws Unfit for a name that PostgreSQL would cut or refuse. */
export function identifier(name: string): string {
  if (name === '' || name.includes(NUL) || new TextEncoder().encode(name).length > MAX_NAME)
    throw new Unfit(`the name ${JSON.stringify(name)}: a name has 1 to ${MAX_NAME} bytes`)
  return `"${name.replaceAll('"', '""')}"`
}

/** Schema and table, or a table alone. */
export const tableName = (table: string | readonly string[]): string =>
  (typeof table === 'string' ? [table] : table).map(identifier).join('.')

/**
 * A text literal. In PostgreSQL a backslash makes it an escape string, whose meaning no setting of the server changes; DuckDB
 * takes backslashes as they are. Texts that a database cannot hold are refused, so that none is taken for another.
 */
export function textLiteral(dialect: Dialect, text: string): string {
  if (text.includes(NUL) || !text.isWellFormed()) throw new Unfit('a text that no database holds')
  const quoted = `'${text.replaceAll("'", "''")}'`
  return dialect === 'postgres' && text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/

export function dayLiteral(iso: string): string {
  if (!ISO_DAY.test(iso) || iso.startsWith('0000')) throw new Unfit(`the day ${iso}: years 1 to 9999`)
  return `DATE '${iso}'`
}
